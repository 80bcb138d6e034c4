/** Derives assignments and counts per SKU from the entries of each snapshot, and compares them with the stored rows. */
import { getOrAdd } from '../base/get-or-add.ts'
import { sameCount } from '../state/holder-intervals.ts'
import { type Holder, type HolderPart, type SkuCount, unite } from '../state/holders.ts'
import { type AssignmentRow, type RollupRow, stepsOf } from './verify-rows.ts'

/** Distinct holders of a snapshot. */
export interface HolderTotals {
  holders: number
  enabled: number
  disabled: number
}

/** Derives the holders of one snapshot after another, and compares them. */
export interface HolderFollower {
  /** Advances to a snapshot, with the parts that were removed and added. */
  step(number: number, removed: HolderPart[], added: HolderPart[]): void
  /** Whether the stored assignments and counts match the entries. */
  agrees(): boolean
  totals(): HolderTotals
}

const noCount: SkuCount = { holders: 0, enabled: 0, disabled: 0 }

/** Follows the holders of a series. */
export function followHolders(rows: { assignments: AssignmentRow[]; rollup: RollupRow[] }): HolderFollower {
  const steps = stepsOf(rows.assignments)
  const rollupSteps = Map.groupBy(rows.rollup, (row) => row.from)
  const parts = new Map<string, Set<HolderPart>>()
  const derived = new Map<string, Holder>()
  const stored = new Map<string, Set<AssignmentRow>>()
  const wrongHolders = new Set<string>()
  const counts = new Map<string, SkuCount>()
  const storedCounts = new Map<string, SkuCount>()
  const wrongSkus = new Set<string>()
  const totals: HolderTotals = { holders: 0, enabled: 0, disabled: 0 }

  const count = (holder: Holder, by: 1 | -1, skus: Set<string>) => {
    add(totals, holder, by)
    for (const sku of holder.skus) {
      add(
        getOrAdd(counts, sku, () => ({ ...noCount })),
        holder,
        by,
      )
      skus.add(sku)
    }
  }
  return {
    step(number, removed, added) {
      const touched = new Set<string>()
      const skus = new Set<string>()
      for (const part of removed) {
        parts.get(part.id)?.delete(part)
        touched.add(part.id)
      }
      for (const part of added) {
        getOrAdd(parts, part.id, () => new Set()).add(part)
        touched.add(part.id)
      }
      for (const id of touched) {
        const before = derived.get(id)
        if (before !== undefined) count(before, -1, skus)
        const now = unite(parts.get(id) ?? []).get(id)
        if (now === undefined) derived.delete(id)
        else {
          derived.set(id, now)
          count(now, 1, skus)
        }
      }
      for (const row of steps.end.get(number) ?? []) {
        stored.get(row.holder)?.delete(row)
        touched.add(row.holder)
      }
      for (const row of steps.begin.get(number) ?? []) {
        getOrAdd(stored, row.holder, () => new Set()).add(row)
        touched.add(row.holder)
      }
      for (const row of rollupSteps.get(number) ?? []) {
        storedCounts.set(row.sku, row)
        skus.add(row.sku)
      }
      for (const id of touched) mark(wrongHolders, id, !sameSkus(derived.get(id), stored.get(id)))
      for (const sku of skus) mark(wrongSkus, sku, !sameCount(counts.get(sku) ?? noCount, storedCounts.get(sku) ?? noCount))
    },
    agrees: () => wrongHolders.size === 0 && wrongSkus.size === 0,
    totals: () => totals,
  }
}

function add(count: HolderTotals, holder: Holder, by: 1 | -1): void {
  count.holders += by
  if (holder.enabled === true) count.enabled += by
  if (holder.enabled === false) count.disabled += by
}

function sameSkus(holder: Holder | undefined, rows: Set<AssignmentRow> | undefined): boolean {
  const skus = holder?.skus ?? new Set<string>()
  if ((rows?.size ?? 0) !== skus.size) return false
  for (const row of rows ?? []) if (!skus.has(row.sku)) return false
  return true
}

function mark(set: Set<string>, key: string, wrong: boolean): void {
  if (wrong) set.add(key)
  else set.delete(key)
}
