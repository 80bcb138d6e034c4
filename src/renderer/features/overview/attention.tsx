/** What needs attention, the worst first, each with a link to the screen for its next step. */

import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { FindingLine } from '../../../shared/contract/attention-answers.ts'
import type { AttentionItem } from '../../../shared/contract/overview-answers.ts'
import { inWindow } from '../../../shared/domain/window-words.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import type { Address } from '../../lib/address.ts'
import { formatCount, formatMoney, formatQuantity, withDates } from '../../lib/format.ts'
import { useTenants } from '../../lib/use-names.ts'
import classes from './overview.module.css'

const screenOf = {
  activity: '/activity',
  changes: '/changes',
  licences: '/licences',
  usage: '/usage',
  settings: '/settings',
  people: '/people',
} as const

/** More are shown on request: an outage can affect hundreds of tenants. */
const shownAtFirst = 20

interface AttentionProps {
  items: AttentionItem[]
  /** Costs to check, one line per kind. */
  costs: FindingLine[]
}

export function Attention({ items, costs }: AttentionProps): ReactElement {
  const { nameOf } = useTenants()
  const [all, setAll] = useState(false)
  const sorted = [...items].sort((left, right) => Number(left.severity === 'hint') - Number(right.severity === 'hint'))
  const shown = all ? sorted : sorted.slice(0, shownAtFirst)
  const row = (item: AttentionItem) => (
    <li key={`${item.code} ${item.tenant} ${item.connection} ${item.message}`}>
      <Link to={screenOf[item.screen]} search={placeOf(item) as Address} className={classes.item}>
        <span className={classes.itemIcon} data-severity={item.severity}>
          <Icon name={item.severity === 'problem' ? 'warning' : 'info'} size={17} />
        </span>
        <span className={classes.itemText}>
          {withDates(inWindow(item.message))}
          {item.tenant || item.connection ? (
            <span className={classes.itemWhere}>
              <bdi>{item.tenant ? nameOf(item.tenant) : item.connection}</bdi>
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  )
  return (
    <Panel title="Needs attention" note={items.length + costs.length > 0 ? items.length + costs.length : undefined} flush>
      {items.length + costs.length === 0 ? (
        <EmptyState icon="check" title="Nothing needs attention" compact>
          Every connection works and every tenant is up to date.
        </EmptyState>
      ) : (
        <ul className={classes.attention}>
          {shown.filter(isProblem).map(row)}
          {costs.map(costRow)}
          {shown.filter((item) => !isProblem(item)).map(row)}
          {shown.length < sorted.length ? (
            <li className={classes.more}>
              <Button variant="subtle" onClick={() => setAll(true)}>
                Show {formatCount(sorted.length - shown.length, 'other', 'others')}
              </Button>
            </li>
          ) : null}
        </ul>
      )}
    </Panel>
  )
}

/** A kind of costs to check with its sum, leading to its list. */
const costRow = (line: FindingLine): ReactElement => (
  <li key={line.kind}>
    <Link to="/attention" search={{ tab: line.kind }} className={classes.item} data-muted={line.count === 0}>
      <span className={classes.itemIcon} data-severity="hint">
        <Icon name="info" size={17} />
      </span>
      <span className={classes.itemText}>
        {line.title}
        <span className={classes.itemWhere}>{countText(line)}</span>
      </span>
      <span className={classes.itemSum}>{sumsText(line)}</span>
    </Link>
  </li>
)

/** "€1,103.00, £384.00"; empty without a price. */
const sumsText = ({ sums }: FindingLine): string => sums.map(({ amount, currency }) => formatMoney(amount, currency)).join(', ')

/** "201 items, 94 without a price, 3 muted". */
function countText({ count, withoutPrice, muted }: FindingLine): string {
  return [
    count > 0 ? formatCount(count, 'item', 'items') : '',
    withoutPrice > 0 ? `${formatQuantity(withoutPrice)} without a price` : '',
    muted > 0 ? `${formatQuantity(muted)} muted` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

const isProblem = ({ severity }: AttentionItem): boolean => severity === 'problem'

/** The tenant and month of an item. Attention items are current, so the month on the screen is not kept. */
function placeOf({ code, tenant, data }: AttentionItem) {
  return {
    ...(code.startsWith('TEAM_') ? { tab: 'team' } : {}),
    ...(tenant ? { tenant } : {}),
    month: typeof data?.month === 'string' ? data.month : undefined,
  }
}
