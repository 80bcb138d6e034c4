/** Genesys charges at a snapshot, read from their entries. */
import { plainDecimal } from '../../../shared/domain/decimal.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { parseEntry } from '../evidence/cut.ts'
import type { SnapshotKey } from '../evidence/read-payload.ts'
import type { ChargeFacts, Dataset } from '../vendors/provider.ts'

/** A charge as sent; a charge sent twice has two lines. */
export interface ChargeLine extends ChargeFacts {
  /** First 12 hex digits of the hash over part number, grouping, unit and name. */
  chargeId: string
  /** 0 for the first line of a charge in a payload, then 1, 2 … */
  occurrence: number
}

const valid = 'e.from_number <= @n and (e.to_number is null or e.to_number > @n)'
const quantities = ['used', 'committed', 'allowance', 'over', 'prepayPrice', 'overagePrice'] as const

/** The charges at a snapshot, by id; `only` selects one. Empty if the dataset has none; wiped entries are skipped. */
export function chargesAt(
  db: ReadDb,
  dataset: Dataset,
  at: Pick<SnapshotKey, 'seriesId' | 'number'>,
  only: string | null = null,
): ChargeLine[] {
  if (dataset.kind !== 'charges') return []
  const rows = prepared<unknown[], { chargeId: string; body: string | null }>(
    db.sqlite,
    `select v.value chargeId, e.body from entry e join vendor_id v on v.id = e.vendor_id
     where e.series_id = @s and e.owner_id = 0 and e.owner_occurrence = 0 and ${valid} and v.value <> '' ${only === null ? '' : 'and v.value = @only'}
     order by v.value, e.body`,
  ).all({ s: at.seriesId, n: at.number, only })
  // Counted in the order of the texts, so that equal payloads always give the same result.
  const seen = new Map<string, number>()
  return rows.flatMap(({ chargeId, body }) => {
    if (body === null) return []
    const occurrence = seen.get(chargeId) ?? 0
    seen.set(chargeId, occurrence + 1)
    return [{ ...withDecimals(dataset.charge(parseEntry(body))), chargeId, occurrence }]
  })
}

/** Converts quantities and prices to plain decimal text. */
function withDecimals(facts: ChargeFacts): ChargeFacts {
  const read = { ...facts }
  for (const name of quantities) if (facts[name] !== undefined) read[name] = plainDecimal(facts[name])
  return read
}

/** The only line of a charge; null if it was not sent, or sent twice (its quantity is then ambiguous). */
export function singleCharge(lines: readonly ChargeLine[]): ChargeLine | null {
  return lines.length === 1 ? lines[0]! : null
}
