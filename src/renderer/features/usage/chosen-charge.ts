/** The charge whose periods are shown. */
import type { RouteInput } from '../../../shared/contract/routes.ts'
import type { UsageAnswer } from '../../../shared/contract/usage-answers.ts'

type UsageRow = UsageAnswer['rows'][number]

/** The address's charge if the period has it, else the one with the highest overage cost, else the first usage charge. Null without charges. */
export function chosenCharge(rows: readonly UsageRow[], figure: string | undefined): UsageRow | null {
  const fromAddress = rows.find((row) => figure === `used:${row.chargeId}`)
  if (fromAddress) return fromAddress
  // Rounding does not matter for ordering; shown values stay exact decimals.
  const over = rows
    .filter((row) => Number(row.overCost ?? row.over ?? 0) > 0)
    .sort((a, b) => Number(b.overCost ?? 0) - Number(a.overCost ?? 0))
  return over[0] ?? rows.find((row) => row.kind === 'usage') ?? rows[0] ?? null
}

/** The request for a charge's periods. */
export const chargeTrend = (usage: UsageAnswer, kind: 'used' | 'committed', chargeId: string): RouteInput<'trend.get'> => ({
  figure: `${kind}:${chargeId}`,
  tenants: [usage.tenant],
  sum: false,
  grain: 'month',
})

/** Charges with a commitment and no usage. */
export const unusedCharges = (rows: readonly UsageRow[]): UsageRow[] =>
  rows.filter((row) => row.kind === 'usage' && isZero(row.used) && row.committed !== null && !isZero(row.committed))

const isZero = (value: string | null): boolean => value !== null && /^-?0*(\.0*)?$/.test(value)
