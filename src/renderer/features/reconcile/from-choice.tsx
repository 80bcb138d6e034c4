/** From when a service or an exclusion applies: from a month, or for all history. */
import { Select } from '@mantine/core'
import type { ReactElement } from 'react'
import { formatMonth } from '../../lib/format.ts'
import { monthsToHoldFrom } from '../../lib/months.ts'
import { useAnswer } from '../../lib/query.ts'

const allHistory = 'all'

interface FromChoiceProps {
  /** A month, or `all`. */
  value: string
  onChange: (value: string) => void
}

export function FromChoice({ value, onChange }: FromChoiceProps): ReactElement {
  const months = useAnswer('months.list', {}).data
  const chosen = value === allHistory ? [] : [value]
  const all = months === undefined ? chosen : monthsToHoldFrom(months.openMonth, months.months, chosen[0] ?? months.openMonth)
  return (
    <Select
      label="Valid from"
      data={[...all.map((month) => ({ value: month, label: formatMonth(month) })), { value: allHistory, label: 'all history' }]}
      value={value}
      onChange={(next) => next && onChange(next)}
      allowDeselect={false}
      searchable
      nothingFoundMessage="Enter a month"
    />
  )
}

/** The route's input. */
export const inForceOf = (from: string): { from: string } | { allHistory: true } => (from === allHistory ? { allHistory: true } : { from })
