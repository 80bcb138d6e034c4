/** How a change affects the two costs, which are never added to each other. */
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { CostChange, SkuDelta } from '../../../shared/contract/diff-answers.ts'
import { firstOf } from '../../../shared/domain/first-of.ts'
import { Delta } from '../../components/delta.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Panel } from '../../components/panel.tsx'
import { RuleLink } from '../../components/rule-link.tsx'
import { formatMoney } from '../../lib/format.ts'
import { useSkuNames } from '../../lib/use-names.ts'
import classes from './changes.module.css'

interface CostPanelProps {
  cost: { vendor: CostChange; licences: CostChange }
  /** What the sum leaves out. */
  skus: readonly SkuDelta[]
}

export function CostPanel({ cost, skus }: CostPanelProps): ReactElement {
  const names = new Map(skus.map((sku) => [sku.skuId, sku.name]))
  const named = (change: CostChange): CostChange => ({ ...change, leftOut: change.leftOut.map((left) => names.get(left) ?? left) })
  return (
    <Panel
      title="What it did to the bill"
      help={
        <HelpTip about="Two costs">
          <p>
            <strong>The vendor’s bill</strong> is units × the price of a unit. <strong>Licence cost</strong> is each licence’s price × its
            holders at month end. They are paid to different parties and never added.
          </p>
          <p>Without a price there is no cost: it is left out and named, not counted as zero.</p>
          <RuleLink rule="cost" />
        </HelpTip>
      }
    >
      <dl className={classes.money}>
        <Cost label="The vendor’s bill" change={named(cost.vendor)} />
        <Cost label="Licence cost" change={named(cost.licences)} />
      </dl>
    </Panel>
  )
}

function Cost({ label, change }: { label: string; change: CostChange }): ReactElement {
  const skuName = useSkuNames()
  const leftOut =
    change.leftOut.length > 0 ? (
      <dd className={classes.moneySmall}>Left out, without a price or a number: {firstOf(change.leftOut.map(skuName), 4)}</dd>
    ) : null
  if (change.amounts.length === 0) {
    return (
      <div className={classes.moneyRow}>
        <dt>{label}</dt>
        <dd>not known</dd>
        <dd className={classes.moneySmall}>
          Without a price or a number there is no cost.{' '}
          <Link to="/settings" search={{ tab: 'prices' }}>
            Set prices
          </Link>
        </dd>
        {leftOut}
      </div>
    )
  }
  return (
    <>
      {change.amounts.map((each, index) => (
        <div key={each.currency} className={classes.moneyRow}>
          <dt>{label}</dt>
          <dd>
            <Delta value={each.delta} currency={each.currency} chip />
          </dd>
          <dd className={classes.moneySmall}>
            {formatMoney(each.before, each.currency)} → {formatMoney(each.after, each.currency)}
          </dd>
          {index === change.amounts.length - 1 ? leftOut : null}
        </div>
      ))}
    </>
  )
}
