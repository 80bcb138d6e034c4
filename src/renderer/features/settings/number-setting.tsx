/** A setting that is a whole number: set when its field is left. */
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

/** The number in a field that is left, held within its bounds as the field will show it; null where there is none. */
export function numberEntered(text: string, min: number, max: number): number | null {
  const number = Number.parseInt(text, 10)
  return Number.isNaN(number) ? null : Math.min(max, Math.max(min, number))
}
