/** A change with its sign and an arrow, so that colour is not the only mark. */
import type { ReactElement } from 'react'
import { formatDelta, formatMoney } from '../lib/format.ts'
import classes from './delta.module.css'
import { Icon } from './icon.tsx'

interface DeltaProps {
  /** Null if either side is a gap. */
  value: number | string | null | undefined
  /** Set for money. */
  currency?: string | null
  chip?: boolean
}

export function Delta({ value, currency, chip = false }: DeltaProps): ReactElement {
  const text = currency
    ? formatMoney(value === null || value === undefined ? null : String(value), currency, 'exceptZero')
    : formatDelta(value)
  const direction = directionOf(value)
  const arrow = direction === 'more' ? 'up' : direction === 'less' ? 'down' : null
  return (
    <span className={`${classes.delta} ${classes[direction]} ${chip ? classes.chip : ''}`}>
      {arrow ? <Icon name={arrow} size={chip ? 12 : 11} /> : null}
      {chip && value !== null && value !== undefined && direction === 'same' ? 'no change' : text}
    </span>
  )
}

function directionOf(value: number | string | null | undefined): 'more' | 'less' | 'same' {
  if (value === null || value === undefined || value === '') return 'same'
  const text = String(value)
  if (/^[+-]?0*(\.0*)?$/.test(text)) return 'same'
  return text.startsWith('-') ? 'less' : 'more'
}
