/** Who moved between the month-ends of two months, for all tenants at once, from the month facts. Rules are applied here. */
import type { Month } from '../../../../shared/domain/month.ts'
import { getOrAdd } from '../../base/get-or-add.ts'
import { preparedRows } from '../../database/prepared.ts'
import type { MonthEnd } from '../month-end.ts'
import type { Reading } from '../reading.ts'
import type { HolderMove, LicenceMove } from './tenant-facts.ts'

/** The people who differ between two month-ends, in the order in which intervals give them: by internal id, and licences by the vendor's id. */
export interface PeopleMoves {
  moves: HolderMove[]
  licenceMoves: LicenceMove[]
}

/** The people of a tenant who differ between two month-ends with lists; null if the facts are not about these two. */
export type MonthMoves = (from: MonthEnd, to: MonthEnd) => PeopleMoves | null

interface StoredMove {
  id: string
  /** Sets of SKUs; null if not listed. */
  before: number | null
  after: number | null
}

/** Reads the moves of all Petra tenants up to their month-end in `month`. */
export function readMonthMoves({ db, rules, skuSets }: Reading, month: Month): MonthMoves {
  const previous = new Map(
    preparedRows<[snapshotId: number, previousId: number | null]>(db.sqlite, `select f.snapshot_id, f.previous_id from ${monthEnds}`).all(
      month,
    ),
  )
  const stored = new Map<number, StoredMove[]>()
  const rows = preparedRows<[snapshotId: number, id: string, before: number | null, after: number | null]>(
    db.sqlite,
    `select m.snapshot_id, v.value, m.before_set_id, m.after_set_id from ${monthEnds} cross join month_move m on m.snapshot_id = f.snapshot_id
     cross join vendor_id v on v.id = m.holder_id order by t.id, m.holder_id`,
  ).all(month)
  for (const [snapshotId, id, before, after] of rows) getOrAdd(stored, snapshotId, () => []).push({ id, before, after })
  skuSets.loadSets(new Set(rows.flatMap(([, , before, after]) => [before, after]).filter((setId) => setId !== null)))

  const billed = (excluded: ReadonlySet<string>) => {
    const known = new Map<number, boolean>()
    return (setId: number | null) =>
      setId === null ? null : getOrAdd(known, setId, () => skuSets.skusOf(setId).some((sku) => !excluded.has(sku)))
  }
  const billedBy = new Map<ReadonlySet<string>, ReturnType<typeof billed>>()
  const isBilledIn = (month: Month) => {
    const excluded = rules.excluded(month)
    return getOrAdd(billedBy, excluded, () => billed(excluded))
  }

  return (from, to) => {
    if (previous.get(to.snapshot.id) !== from.snapshot.id) return null
    const [wasBilled, isBilled] = [isBilledIn(from.month), isBilledIn(to.month)]
    const moves = stored.get(to.snapshot.id) ?? []
    return {
      moves: moves.map(({ id, before, after }) => ({
        id,
        billedBefore: wasBilled(before),
        billedAfter: isBilled(after),
        billedAfterByOldRules: wasBilled(after),
      })),
      licenceMoves: licenceMoves(moves, skuSets.skusOf),
    }
  }
}

const monthEnds = `tenant t cross join month_fact f on f.tenant_id = t.id and f.dataset = 'petra.billable-users' and f.month = ?`

const nothing: readonly string[] = []

function licenceMoves(moves: readonly StoredMove[], skusOf: (setId: number) => readonly string[]): LicenceMove[] {
  const found = moves.map(({ id, before, after }): LicenceMove => {
    const [was, is] = [before === null ? nothing : skusOf(before), after === null ? nothing : skusOf(after)]
    if (before === null) return { id, who: 'added', gained: is, lost: nothing }
    if (after === null) return { id, who: 'removed', gained: nothing, lost: was }
    return { id, who: 'both', gained: is.filter((sku) => !was.includes(sku)), lost: was.filter((sku) => !is.includes(sku)) }
  })
  found.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  return (['added', 'removed', 'both'] as const).flatMap((who) => found.filter((move) => move.who === who))
}
