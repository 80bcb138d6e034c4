/** A month picker with buttons for the previous and the next month; months without a snapshot are marked as gaps. */
import { ActionIcon, Select } from '@mantine/core'
import type { ReactElement } from 'react'
import type { MonthsAnswer } from '../../shared/contract/figure-answers.ts'
import { formatMonth, formatMonthNextTo } from '../lib/format.ts'
import { monthsAround } from '../lib/months.ts'
import { Icon } from './icon.tsx'
import classes from './pickers.module.css'

interface MonthPickerProps {
  label: string
  months: MonthsAnswer['months']
  /** The month in which the tenant left. Later months are not gaps. */
  goneSince?: string | null
  value: string | null
  onChange: (month: string) => void
}

export function MonthPicker({ label, months, goneSince = null, value, onChange }: MonthPickerProps): ReactElement {
  const { older, newer } = monthsAround(value, months)
  return (
    <div className={classes.month}>
      <ActionIcon aria-label={`${label}: previous month`} disabled={!older} onClick={() => older && onChange(older)}>
        <Icon name="chevronLeft" size={16} />
      </ActionIcon>
      <Select
        aria-label={label}
        size="xs"
        className={(goneSince === null ? classes.monthSelect : classes.monthSelectWide) ?? ''}
        leftSection={<Icon name="calendar" size={14} />}
        data={monthChoices(months, value, goneSince)}
        value={value}
        searchable={months.length > 12}
        maxDropdownHeight={320}
        onChange={(next) => next && onChange(next)}
      />
      <ActionIcon aria-label={`${label}: next month`} disabled={!newer} onClick={() => newer && onChange(newer)}>
        <Icon name="chevronRight" size={16} />
      </ActionIcon>
    </div>
  )
}

/** The months to choose from, each marked as current, gap or normal. */
export function monthChoices(
  months: MonthsAnswer['months'],
  value: string | null,
  goneSince: string | null,
): { value: string; label: string }[] {
  // A month before the first with data is not in the list. It is not a gap, since nothing was expected.
  const unlisted = value !== null && !months.some((each) => each.month === value) ? [value] : []
  return [
    ...months.map((each) => ({ value: each.month, label: monthLabel(each, goneSince) })),
    ...unlisted.map((month) => ({ value: month, label: formatMonth(month, 'short') })),
  ]
}

function monthLabel({ month, open, tenants, approvedAt }: MonthsAnswer['months'][number], goneSince: string | null): string {
  const name = formatMonth(month, 'short')
  if (tenants.with === 0 && goneSince !== null && month >= goneSince) return `${name}, gone since ${formatMonthNextTo(goneSince, month)}`
  if (tenants.with === 0) return `${name}, gap`
  if (open) return `${name} (so far)`
  return approvedAt === null ? name : `${name}, approved`
}
