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
  /** Keys of `sku_set`; null if not listed. */
  before: string | null
  after: string | null
}

const monthEnds = `tenant t cross join month_fact f on f.tenant_id = t.id and f.dataset = 'petra.billable-users' and f.month = ?`

/** Reads the moves of all Petra tenants up to their month-end in `month`. */
export function readMonthMoves({ db, rules, textOf }: Reading, month: Month): MonthMoves {
  const previous = new Map(
    preparedRows<[snapshotId: number, previousId: number | null]>(db.sqlite, `select f.snapshot_id, f.previous_id from ${monthEnds}`).all(
      month,
    ),
  )
  const stored = new Map<number, StoredMove[]>()
  const rows = preparedRows<[snapshotId: number, id: string, before: string | null, after: string | null]>(
    db.sqlite,
    `select m.snapshot_id, v.value, b.skus, a.skus from ${monthEnds} cross join month_move m on m.snapshot_id = f.snapshot_id
     cross join vendor_id v on v.id = m.holder_id left join sku_set b on b.id = m.before_set_id left join sku_set a on a.id = m.after_set_id
     order by t.id, m.holder_id`,
  ).all(month)
  for (const [snapshotId, id, before, after] of rows) getOrAdd(stored, snapshotId, () => []).push({ id, before, after })

  const sets = new Map<string, string[]>()
  const skusOf = (key: string) => getOrAdd(sets, key, () => (JSON.parse(key) as number[]).map(textOf).sort())

  return (from, to) => {
    if (previous.get(to.snapshot.id) !== from.snapshot.id) return null
    const [old, current] = [rules.excluded(from.month), rules.excluded(to.month)]
    const isBilled = (key: string | null, excluded: ReadonlySet<string>) =>
      key === null ? null : skusOf(key).some((sku) => !excluded.has(sku))
    const moves = stored.get(to.snapshot.id) ?? []
    return {
      moves: moves.map(({ id, before, after }) => ({
        id,
        billedBefore: isBilled(before, old),
        billedAfter: isBilled(after, current),
        billedAfterByOldRules: isBilled(after, old),
      })),
      licenceMoves: licenceMoves(moves, skusOf),
    }
  }
}

const nothing: readonly string[] = []

function licenceMoves(moves: readonly StoredMove[], skusOf: (key: string) => readonly string[]): LicenceMove[] {
  const found = moves.map(({ id, before, after }): LicenceMove => {
    const [was, is] = [before === null ? nothing : skusOf(before), after === null ? nothing : skusOf(after)]
    if (before === null) return { id, who: 'added', gained: is, lost: nothing }
    if (after === null) return { id, who: 'removed', gained: nothing, lost: was }
    return { id, who: 'both', gained: is.filter((sku) => !was.includes(sku)), lost: was.filter((sku) => !is.includes(sku)) }
  })
  found.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  return (['added', 'removed', 'both'] as const).flatMap((who) => found.filter((move) => move.who === who))
}
