/** The field for the day on which an own organisation's billing cycles begin. */
import { NumberInput, type NumberInputProps } from '@mantine/core'
import type { ReactElement } from 'react'

/** Validate its text with `isCycleDay`. */
export function CycleDayField(props: Omit<NumberInputProps, 'label' | 'min' | 'max' | 'allowDecimal'>): ReactElement {
  return <NumberInput label="Billing cycle starts on day" min={1} max={31} allowDecimal={false} {...props} />
}
