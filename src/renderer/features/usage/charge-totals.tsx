/** The footer of the table of charges: sums of the rows that count. */

import type { ReactElement } from 'react'
import type { UsageAnswer, UsageCosts, UsageKind } from '../../../shared/contract/usage-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { formatCount, formatMoney } from '../../lib/format.ts'
import classes from './usage.module.css'

export function ChargeTotals({ usage: { rows, totals, currency } }: { usage: UsageAnswer }): ReactElement | null {
  if (totals === null) return null
  const counted = (kind: UsageKind) => rows.filter((row) => row.kind === kind && row.inTotal).length
  const outside = rows.filter((row) => !row.inTotal).length
  const lines: [string, number, UsageCosts][] = [
    ['that are counted', counted('usage'), totals.vendor],
    ['of third parties (separate)', counted('third-party'), totals.thirdParty],
  ]
  return (
    <table className={classes.totals}>
      <thead>
        <tr>
          <td />
          <th scope="col">{figureNames.commitmentCost}</th>
          <th scope="col">{figureNames.overageCost}</th>
        </tr>
      </thead>
      <tbody>
        {lines
          .filter(([, count], index) => index === 0 || count > 0)
          .map(([words, count, costs]) => (
            <tr key={words}>
              <th scope="row">
                Total of {formatCount(count, 'row', 'rows')} {words}
              </th>
              <td>{formatMoney(costs.commitment, currency)}</td>
              <td>{formatMoney(costs.over, currency)}</td>
            </tr>
          ))}
        {outside > 0 ? (
          <tr className={classes.out}>
            <th scope="row">{formatCount(outside, 'row', 'rows')} not in any total</th>
            <td />
            <td />
          </tr>
        ) : null}
      </tbody>
    </table>
  )
}
