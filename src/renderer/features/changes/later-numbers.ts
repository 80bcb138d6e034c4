/** The three numbers of a comparison's later side, and their changes. */
import type { Change } from '../../../shared/contract/diff-answers.ts'
import type { DifferingNumbers, ThreeNumbers } from '../../../shared/contract/figure-answers.ts'
import { numbersDiffer } from '../../../shared/domain/three-numbers.ts'

type Totals = Record<keyof ThreeNumbers, Change>

/** The numbers of all tenants, and of the tenants whose later numbers differ. */
export function laterNumbers(totals: Totals, tenants: readonly { tenant: number; totals: Totals }[]): DifferingNumbers {
  const rows = tenants.map(({ tenant, totals }) => ({ tenant, ...side(totals, 'after') }))
  return {
    total: side(totals, 'after'),
    tenants: rows.filter(numbersDiffer),
  }
}

export const deltasOf = (totals: Totals): ThreeNumbers => side(totals, 'delta')

const side = ({ reported, listed, recounted }: Totals, key: 'after' | 'delta'): ThreeNumbers => ({
  reported: reported[key],
  listed: listed[key],
  recounted: recounted[key],
})
