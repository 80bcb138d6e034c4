/** The key figures: the vendor's bill and its units, licence cost and users, each with its change since the month before. */

import { Link } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
import type { OverviewAnswer, OverviewFigure, OverviewMoney } from '../../../shared/contract/overview-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { firstOf } from '../../../shared/domain/first-of.ts'
import { KeyFigure, KeyFigures } from '../../components/key-figure.tsx'
import { NoPrice } from '../../components/no-price.tsx'
import { Tag } from '../../components/tag.tsx'
import { UnitStateTag } from '../../components/unit-state-tag.tsx'
import { formatCount, formatMonth, formatQuantity } from '../../lib/format.ts'
import { useSkuNames, useTenants, withNames } from '../../lib/use-names.ts'
import { figureHelp, helpOfFigure } from '../help/help-texts.tsx'

export function OverviewFigures({ overview }: { overview: OverviewAnswer }): ReactElement | null {
  const { figures, cost, month } = overview
  if (figures.length === 0) return null
  const of = (name: OverviewFigure['figure']) => figures.find((each) => each.figure === name)
  return (
    <KeyFigures>
      <Costs
        label={figureNames.bill}
        cost={cost.bill}
        help={figureHelp.vendorBill}
        unit={['tenant', 'tenants']}
        state={cost.bill.state ? <UnitStateTag state={cost.bill.state} /> : undefined}
      />
      <Count figure={of('units')} />
      <Costs label={figureNames.licenceCost} cost={cost.licences} help={figureHelp.licenceCost} unit={['licence', 'licences']} />
      <Count figure={of('reported')} />
      <Count
        figure={of('disabled')}
        note={
          <Link to="/licences" search={{ month, tab: 'disabled' }}>
            Who they are and what they cost
          </Link>
        }
      />
    </KeyFigures>
  )
}

function Count({ figure, note }: { figure: OverviewFigure | undefined; note?: ReactNode }): ReactElement | null {
  if (figure === undefined) return null
  return (
    <KeyFigure
      label={figure.label}
      value={figure.value}
      sumOf={figure.figure}
      delta={figure.change}
      since={<Since month={figure.changeSince} />}
      state={figure.state ? <UnitStateTag state={figure.state} /> : undefined}
      help={
        <>
          {helpOfFigure(figure.figure)}
          {figureHelp.sum}
        </>
      }
      note={
        <>
          <Coverage of={figure} />
          {figure.value ? note : null}
        </>
      }
    />
  )
}

/** How many of the tenants the figure includes, and which the change leaves out. */
function Coverage({ of: { tenants, notComparable, change } }: { of: OverviewFigure }): ReactElement {
  const { nameOf } = useTenants()
  const { with: present, expected, missing } = tenants
  return (
    <>
      {present < expected ? (
        <Tag icon="gap" title={`Missing: ${missing.map(nameOf).join(', ')}`}>
          {formatQuantity(present)} of {formatCount(expected, 'tenant', 'tenants')}
        </Tag>
      ) : (
        <span>{formatCount(expected, 'tenant', 'tenants')}</span>
      )}
      {change !== null && notComparable.length > 0 ? <span>change excludes {firstOf(notComparable.map(nameOf), 2)}</span> : null}
    </>
  )
}

interface CostsProps {
  label: string
  cost: { amounts: OverviewMoney[]; leftOut: string[] }
  help: ReactElement
  state?: ReactElement | undefined
  /** The unit of what is left out, singular and plural. */
  unit: readonly [string, string]
}

/** One figure per currency. */
function Costs({ label, cost: { amounts, leftOut }, help, state, unit }: CostsProps): ReactElement {
  const { nameOf } = useTenants()
  const skuName = useSkuNames()
  const without = leftOut.map((each) => withNames(skuName(each), nameOf))
  if (amounts.length === 0) return <KeyFigure label={label} value={null} help={help} note={<NoPrice />} />
  return (
    <>
      {amounts.map(({ currency, value, change, changeSince, notComparable }) => (
        <KeyFigure
          key={currency}
          label={amounts.length > 1 ? `${label} (${currency})` : label}
          value={value}
          currency={currency}
          delta={change}
          since={<Since month={changeSince} />}
          help={help}
          state={state}
          note={
            <>
              {without.length > 0 ? <span title={without.join(', ')}>{formatCount(without.length, ...unit)} without a price</span> : null}
              {change !== null && notComparable.length > 0 ? <span>change excludes {firstOf(notComparable.map(nameOf), 2)}</span> : null}
            </>
          }
        />
      ))}
    </>
  )
}

function Since({ month }: { month: string | null }): ReactElement {
  return month ? <span>since {formatMonth(month, 'short')}</span> : <span>no earlier month</span>
}
