/** What a bridge's numbers leave out: tenants that cannot be compared, and items without a price. */

import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { CostChange } from '../../../shared/contract/diff-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { firstOf } from '../../../shared/domain/first-of.ts'
import { Icon } from '../../components/icon.tsx'
import { useSkuNames, useTenants, withNames } from '../../lib/use-names.ts'
import classes from './bridge.module.css'
import { type BridgeColumn, leftOutOf } from './bridge-rows.ts'
import { TenantLink } from './part-links.tsx'

interface BridgeNotesProps {
  columns: readonly BridgeColumn[]
  /** What the two costs leave out; undefined if another part of the screen shows it. */
  cost: { vendor: CostChange; licences: CostChange } | undefined
  /** The months of links to a tenant's own changes; null if snapshots are compared. */
  months: { from: string; to: string } | null
}

export function BridgeNotes({ columns, cost, months }: BridgeNotesProps): ReactElement | null {
  const { nameOf } = useTenants()
  const skuName = useSkuNames()
  const leftOut = leftOutOf(columns)
  const named = (change: CostChange) =>
    firstOf(
      change.leftOut.map((each) => withNames(skuName(each), nameOf)),
      4,
    )
  const costs = cost
    ? ([
        [figureNames.bill, cost.vendor],
        [figureNames.licenceCost, cost.licences],
      ] as const)
    : []
  const incomplete = costs.filter(([, change]) => change.leftOut.length > 0)
  const unpriced = costs.filter(([, change]) => change.amounts.length === 0)
  if (leftOut.length + incomplete.length + unpriced.length === 0) return null
  return (
    <ul className={classes.notes}>
      {leftOut.length > 0 ? (
        <li>
          <Icon name="gap" size={14} />
          <span>
            Not comparable, excluded from both numbers:{' '}
            {leftOut.map(({ tenant, titles }, index) => (
              <span key={tenant}>
                {index > 0 ? ', ' : ''}
                <TenantLink tenant={tenant} months={months} />
                {titles.length < columns.length ? ` (${titles.join(', ').toLowerCase()})` : ''}
              </span>
            ))}
            . A snapshot or value is missing for one of the months.
          </span>
        </li>
      ) : null}
      {unpriced.map(([title]) => (
        <li key={title}>
          <Icon name="info" size={14} />
          <span>
            {title} is unknown, because there is no price.{' '}
            <Link to="/settings" search={{ tab: 'prices' }}>
              Set prices
            </Link>
          </span>
        </li>
      ))}
      {incomplete
        .filter(([, change]) => change.amounts.length > 0)
        .map(([title, change]) => (
          <li key={`${title} left out`}>
            <Icon name="info" size={14} />
            <span>
              {title} excludes items without a price or a number: {named(change)}.{' '}
              <Link to="/settings" search={{ tab: 'prices' }}>
                Set prices
              </Link>
            </span>
          </li>
        ))}
    </ul>
  )
}
