/** The forecast of the current month; for a past month, how far off its mid-month forecast was. */

import type { ReactElement, ReactNode } from 'react'
import type { ForecastAnswer, ForecastDay } from '../../../shared/contract/forecast-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { Panel } from '../../components/panel.tsx'
import { UnitStateTag } from '../../components/unit-state-tag.tsx'
import { formatCount, formatDay, formatMoney, formatQuantity } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import classes from './forecast.module.css'

export function ForecastPanel({ month }: { month: string }): ReactElement | null {
  const { data } = useAnswer('forecast.get', { month })
  if (data?.month !== month) return null
  return data.over ? <Afterwards forecast={data} /> : <Heading forecast={data} />
}

function Heading({ forecast: { bill, charges, assumptions } }: { forecast: ForecastAnswer }): ReactElement | null {
  if (bill.units === null && charges.lines.length === 0) return null
  const running = new Set(charges.lines.filter((line) => line.running).map(({ currency }) => currency))
  return (
    <Panel title="Forecast">
      <dl className={classes.facts}>
        {bill.units === null ? null : (
          <Fact name={figureNames.bill}>
            {bill.totals.map(({ currency, amount }) => (
              <strong key={currency}>{formatMoney(amount, currency)}</strong>
            ))}
            <span>{formatCount(bill.units, 'unit', 'units')}</span>
            {bill.state ? <UnitStateTag state={bill.state} /> : null}
            {bill.leftOut.length > 0 ? <span>without {formatCount(bill.leftOut.length, 'tenant', 'tenants')}</span> : null}
          </Fact>
        )}
        {charges.totals.map(({ currency, vendor }) => (
          <Fact key={currency} name={charges.totals.length > 1 ? `Genesys charges (${currency})` : 'Genesys charges'}>
            <strong>{formatMoney(vendor.commitment, currency)}</strong>
            <span>committed,</span>
            <strong>{formatMoney(vendor.over, currency)}</strong>
            <span>over{running.has(currency) ? ' so far' : ''}</span>
          </Fact>
        ))}
      </dl>
      {assumptions.map((sentence) => (
        <p key={sentence} className={classes.assumption}>
          {sentence}
        </p>
      ))}
    </Panel>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The forecast of the 15th, or of the last day before it that has one. */
function Afterwards({ forecast: { month, days, bill } }: { forecast: ForecastAnswer }): ReactElement | null {
  const middle = days.findLast(({ day }) => day <= `${month}-15`) ?? days[0]
  if (middle === undefined) return null
  return (
    <Panel title="Accuracy of the forecast">
      <p className={classes.sentence}>
        {sentenceOf(middle)}
        {bill.state === 'projected' ? ' The vendor has not settled all units yet.' : ''}
      </p>
    </Panel>
  )
}

function sentenceOf({ day, units, bill, missing }: ForecastDay): string {
  const over = `${formatCount(missing.length, 'tenant', 'tenants')} had no projection on that day.`
  const money = bill.map(({ off, currency }) => formatMoney(off, currency, 'exceptZero')).join(', ')
  const how =
    units.off === 0
      ? `was correct: ${formatCount(units.actual, 'unit', 'units')}`
      : `was ${formatCount(units.forecast, 'unit', 'units')}; the actual number is ${formatQuantity(units.actual)}`
  return `The forecast of ${formatDay(day)} ${how}${money === '' ? '' : ` (off by ${money})`}.${missing.length > 0 ? ` ${over}` : ''}`
}
