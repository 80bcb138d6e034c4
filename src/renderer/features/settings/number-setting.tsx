/** A setting that is a whole number; saved on blur. */
import { NumberInput } from '@mantine/core'
import type { ReactElement } from 'react'

interface NumberSettingProps {
  label: string
  value: number
  min: number
  max: number
  suffix?: string
  onChange: (value: number) => void
}

export function NumberSetting({ label, value, min, max, suffix = '', onChange }: NumberSettingProps): ReactElement {
  return (
    <NumberInput
      aria-label={label}
      key={value}
      defaultValue={value}
      min={min}
      max={max}
      suffix={suffix}
      allowDecimal={false}
      onBlur={(event) => {
        const entered = numberEntered(event.currentTarget.value, min, max)
        if (entered !== null) onChange(entered)
      }}
    />
  )
}

/** The entered number, clamped as the field itself does on blur; null if it is empty. */
export function numberEntered(text: string, min: number, max: number): number | null {
  const number = Number.parseInt(text, 10)
  return Number.isNaN(number) ? null : Math.min(max, Math.max(min, number))
}
