/** What needs attention, the worst first, each with a link to the screen for its next step. */

import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { AttentionAnswer } from '../../../shared/contract/attention-answers.ts'
import type { AttentionItem } from '../../../shared/contract/overview-answers.ts'
import { inWindow } from '../../../shared/domain/window-words.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import type { Address } from '../../lib/address.ts'
import { formatCount, withDates } from '../../lib/format.ts'
import { useTenants } from '../../lib/use-names.ts'
import { FindingRows } from '../attention/finding-rows.tsx'
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
  costs: AttentionAnswer['lines']
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
          <FindingRows lines={costs} />
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

const isProblem = ({ severity }: AttentionItem): boolean => severity === 'problem'

/** The tenant and month of an item. Attention items are current, so the month on the screen is not kept. */
function placeOf({ code, tenant, data }: AttentionItem) {
  return {
    ...(code.startsWith('TEAM_') ? { tab: 'team' } : {}),
    ...(tenant ? { tenant } : {}),
    month: typeof data?.month === 'string' ? data.month : undefined,
  }
}
