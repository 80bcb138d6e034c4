/** What needs attention, the worst first, each with a link to the screen that helps. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { AttentionItem } from '../../../shared/contract/overview-answers.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import type { Address } from '../../lib/address.ts'
import { formatCount, withDates } from '../../lib/format.ts'
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

export function Attention({ items }: { items: AttentionItem[] }): ReactElement {
  const { nameOf } = useTenants()
  const [all, setAll] = useState(false)
  const sorted = [...items].sort((left, right) => Number(left.severity === 'hint') - Number(right.severity === 'hint'))
  const shown = all ? sorted : sorted.slice(0, shownAtFirst)
  return (
    <Panel title="Needs attention" note={items.length > 0 ? items.length : undefined} flush>
      {items.length === 0 ? (
        <EmptyState icon="check" title="Nothing needs you" compact>
          Every connection answers and every tenant is up to date.
        </EmptyState>
      ) : (
        <ul className={classes.attention}>
          {shown.map((item) => (
            <li key={`${item.code} ${item.tenant} ${item.connection} ${item.message}`}>
              <Link to={screenOf[item.screen]} search={placeOf(item) as Address} className={classes.item}>
                <span className={classes.itemIcon} data-severity={item.severity}>
                  <Icon name={item.severity === 'problem' ? 'warning' : 'info'} size={17} />
                </span>
                <span className={classes.itemText}>
                  {withDates(item.message)}
                  {item.tenant || item.connection ? (
                    <span className={classes.itemWhere}>
                      <bdi>{item.tenant ? nameOf(item.tenant) : item.connection}</bdi>
                    </span>
                  ) : null}
                </span>
              </Link>
            </li>
          ))}
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

/** The tenant, the month and the tab of an item. What needs attention is of now: the month on the screen is not kept. */
function placeOf({ code, tenant, data }: AttentionItem) {
  return {
    ...(tenant ? { tenant } : {}),
    month: typeof data?.month === 'string' ? data.month : undefined,
    ...(code === 'DISABLED_BILLED' ? { tab: 'disabled' } : {}),
  }
}
