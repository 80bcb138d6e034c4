/** Reported, listed and recounted people next to each other: three numbers that are never merged. */
import type { DifferingNumbers, ThreeNumbers } from '../../../shared/contract/figure-answers.ts'
import { numbersDiffer } from '../../../shared/domain/three-numbers.ts'

const names = ['reported', 'listed', 'recounted'] as const

/** Each number's sum over the tenants that have it, and the tenants whose known numbers differ. */
export function differingNumbers(tenants: readonly ({ tenant: number } & ThreeNumbers)[]): DifferingNumbers {
  const total = (name: (typeof names)[number]) => {
    const known = tenants.flatMap((each) => each[name] ?? [])
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
  }
  return {
    total: { reported: total('reported'), listed: total('listed'), recounted: total('recounted') },
    tenants: tenants.filter(numbersDiffer).map(({ tenant, reported, listed, recounted }) => ({ tenant, reported, listed, recounted })),
  }
}
