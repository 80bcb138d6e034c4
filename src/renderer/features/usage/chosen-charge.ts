/** Which charge is looked at over periods. */
import type { RouteInput } from '../../../shared/contract/routes.ts'
import type { UsageAnswer } from '../../../shared/contract/usage-answers.ts'

type UsageRow = UsageAnswer['rows'][number]

/** The address's charge; without one (or in another contract) the one most over its commitment, else the first that is used. Null without charges. */
export function chosenCharge(rows: readonly UsageRow[], figure: string | undefined): UsageRow | null {
  const asked = rows.find((row) => figure === `used:${row.chargeId}`)
  if (asked) return asked
  // Only the order is asked for: no digit of a shown value goes through a number.
  const over = rows
    .filter((row) => Number(row.overCost ?? row.over ?? 0) > 0)
    .sort((a, b) => Number(b.overCost ?? 0) - Number(a.overCost ?? 0))
  return over[0] ?? rows.find((row) => row.kind === 'usage') ?? rows[0] ?? null
}

/** How a charge is asked for over periods. */
export const chargeTrend = (usage: UsageAnswer, kind: 'used' | 'committed', chargeId: string): RouteInput<'trend.get'> => ({
  figure: `${kind}:${chargeId}`,
  tenants: [usage.tenant],
  sum: false,
  grain: 'month',
})

/** Charges that are committed to and not used at all. */
export const unusedCharges = (rows: readonly UsageRow[]): UsageRow[] =>
  rows.filter((row) => row.kind === 'usage' && isZero(row.used) && row.committed !== null && !isZero(row.committed))

const isZero = (value: string | null): boolean => value !== null && /^-?0*(\.0*)?$/.test(value)
