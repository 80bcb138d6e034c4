/** The demo's 25 tenants of 8 to 900 people, with at least one example of every case that licence bills show. */
import { Temporal } from 'temporal-polyfill'
import { type PetraTenantPlan, petraTenants } from './generate-petra-world.ts'

const sizes = [8, 11, 14, 17, 22, 26, 31, 38, 45, 52, 60, 74, 88, 105, 120, 140, 165, 190, 230, 280, 340, 420, 520, 680, 900]

/**
 * The tenants between two UTC days: one paused for the last hundred days, one new in the last 24, one that left 130 days before the end,
 * one never billed, one that doubles, one that shrinks, and one whose total disagrees with its list three months before the last.
 */
export function demoPetraTenants({ seed, from, until }: { seed: string; from: string; until: string }): PetraTenantPlan[] {
  const end = Temporal.PlainDate.from(until)
  const before = (days: number) => end.subtract({ days }).toString()
  // Early enough that no month-end of the demo is within a trial.
  const onboardedOn = Temporal.PlainDate.from(from).subtract({ days: 200 }).toString()
  const disagreement = end.with({ day: 1 }).subtract({ months: 3 })
  const special: Readonly<Record<number, Partial<PetraTenantPlan>>> = {
    2: { notForResale: true },
    6: { paused: { from: before(100), until: null } },
    9: { onboardedOn: before(24) },
    11: { offboardedOn: before(130) },
    13: { growthPerYear: 0.7 },
    15: { disagrees: { from: disagreement.toString(), until: disagreement.add({ months: 1 }).toString(), extra: 4 } },
    17: { growthPerYear: -0.3, turnoverPerYear: 0.45 },
    19: { service: 'Autopsy' },
  }
  return petraTenants({ seed, sizes, onboardedOn }).map((tenant, index) => ({ ...tenant, ...special[index] }))
}
