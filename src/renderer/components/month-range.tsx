/** Two months as one control: the arrows move both, the calendar menu offers common ranges. */
import { ActionIcon, Menu, Select } from '@mantine/core'
import type { ReactElement } from 'react'
import type { MonthsAnswer } from '../../shared/contract/figure-answers.ts'
import { addMonths, monthRange, parseMonth } from '../../shared/domain/month.ts'
import { Icon } from './icon.tsx'
import { monthChoices } from './month-picker.tsx'
import classes from './pickers.module.css'

export interface Range {
  from: string
  to: string
}

/** A common range, such as "Last 12 months". */
export interface RangePreset extends Range {
  name: string
}

interface MonthRangeProps extends Range {
  label: string
  months: MonthsAnswer['months']
  /** The month in which the tenant left. Later months are not gaps. */
  goneSince?: string | null
  presets: readonly RangePreset[]
  onChange: (range: Range) => void
}

export function MonthRange({ label, months, goneSince = null, from, to, presets, onChange }: MonthRangeProps): ReactElement {
  const listed = months.map(({ month }) => month)
  const moved = (by: number): Range => ({ from: addMonths(from, by), to: addMonths(to, by) })
  const [earlier, later] = [moved(-1), moved(1)]
  const offered = presets.filter((each) => listed.includes(each.from) && listed.includes(each.to))
  const select = (name: string, value: string, choose: (month: string) => void) => (
    <Select
      aria-label={name}
      size="xs"
      variant="unstyled"
      className={(goneSince === null ? classes.rangeSelect : classes.monthSelectWide) ?? ''}
      data={monthChoices(months, value, goneSince)}
      value={value}
      searchable={months.length > 12}
      maxDropdownHeight={320}
      comboboxProps={{ width: 190, position: 'bottom-start' }}
      onChange={(next) => next && choose(next)}
    />
  )
  return (
    <fieldset className={classes.range}>
      <legend className="visually-hidden">{label}</legend>
      <ActionIcon aria-label={`${label}: one month earlier`} disabled={!listed.includes(earlier.from)} onClick={() => onChange(earlier)}>
        <Icon name="chevronLeft" size={16} />
      </ActionIcon>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={`${label}: common ranges`} disabled={offered.length === 0}>
            <Icon name="calendar" size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {offered.map((each) => (
            <Menu.Item key={each.name} onClick={() => onChange({ from: each.from, to: each.to })}>
              {each.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {select('From', from, (next) => onChange(ordered(next, to)))}
      <span aria-hidden="true" className={classes.arrow}>
        →
      </span>
      {select('To', to, (next) => onChange(ordered(from, next)))}
      <ActionIcon aria-label={`${label}: one month later`} disabled={!listed.includes(later.to)} onClick={() => onChange(later)}>
        <Icon name="chevronRight" size={16} />
      </ActionIcon>
    </fieldset>
  )
}

/** The earlier month first, whichever was chosen last. */
const ordered = (a: string, b: string): Range => (a <= b ? { from: a, to: b } : { from: b, to: a })

/** Pairs of months that are commonly compared. */
export const comparePresets = (latest: string): RangePreset[] => [
  { name: 'With the month before', from: addMonths(latest, -1), to: latest },
  { name: 'With three months before', from: addMonths(latest, -3), to: latest },
  { name: 'With the same month of last year', from: addMonths(latest, -12), to: latest },
]

/** Trend spans that end with the latest month. */
export function spanPresets(latest: string, oldest: string): RangePreset[] {
  const count = monthRange(parseMonth(oldest), parseMonth(latest)).length
  return [
    { name: 'Last 3 months', from: addMonths(latest, -2), to: latest },
    { name: 'Last 6 months', from: addMonths(latest, -5), to: latest },
    { name: 'Last 13 months', from: addMonths(latest, -12), to: latest },
    ...(count > 13 ? [{ name: `All ${count} months`, from: oldest, to: latest }] : []),
  ]
}
