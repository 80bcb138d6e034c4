/** Charges of Genesys at a snapshot, read from their entries. */
import { plainDecimal } from '../../../shared/domain/decimal.ts'
import type { ReadDb } from '../database/db.ts'
import { parseEntry } from '../evidence/cut.ts'
import type { SnapshotKey } from '../evidence/read-payload.ts'
import type { ChargeFacts, Dataset } from '../vendors/provider.ts'

/** A charge as sent; one sent twice has two of these. */
export interface ChargeLine extends ChargeFacts {
  /** First 12 hex digits of the hash over part number, grouping, unit and name. */
  chargeId: string
  /** 0, and 1, 2 … of one that was sent again in the same answer. */
  occurrence: number
}

const valid = 'e.from_number <= @n and (e.to_number is null or e.to_number > @n)'
const quantities = ['used', 'committed', 'prepayPrice', 'overagePrice'] as const

/** The charges at a snapshot, by id; `only` asks for one. Empty where the dataset has none, or for a wiped entry. */
export function chargesAt(
  db: ReadDb,
  dataset: Dataset,
  at: Pick<SnapshotKey, 'seriesId' | 'number'>,
  only: string | null = null,
): ChargeLine[] {
  if (dataset.kind !== 'charges') return []
  const rows = db.sqlite
    .prepare<unknown[], { chargeId: string; body: string | null }>(
      `select v.value chargeId, e.body from entry e join vendor_id v on v.id = e.vendor_id
       where e.series_id = @s and e.owner_id = 0 and e.owner_occurrence = 0 and ${valid} and v.value <> '' ${only === null ? '' : 'and v.value = @only'}
       order by v.value, e.body`,
    )
    .all({ s: at.seriesId, n: at.number, only })
  // Counted by text: equal payloads must read the same, whatever came before them.
  const seen = new Map<string, number>()
  return rows.flatMap(({ chargeId, body }) => {
    if (body === null) return []
    const occurrence = seen.get(chargeId) ?? 0
    seen.set(chargeId, occurrence + 1)
    return [{ ...withDecimals(dataset.charge(parseEntry(body))), chargeId, occurrence }]
  })
}

/** Quantities and prices as texts of plain decimals. */
function withDecimals(facts: ChargeFacts): ChargeFacts {
  const read = { ...facts }
  for (const name of quantities) read[name] = plainDecimal(facts[name])
  return read
}

/** The one line of a charge; null when it was not sent, or sent twice (then no quantity can be named). */
export function singleCharge(lines: readonly ChargeLine[]): ChargeLine | null {
  return lines.length === 1 ? lines[0]! : null
}
