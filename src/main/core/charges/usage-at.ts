/** The charges at a snapshot as usage rows, in display order. */
import type { UsageRow } from '../../../shared/contract/usage-answers.ts'
import type { ReadDb } from '../database/db.ts'
import { preparedColumn } from '../database/prepared.ts'
import { parseEntry } from '../evidence/cut.ts'
import type { SnapshotKey } from '../evidence/read-payload.ts'
import type { ContractFacts } from '../vendors/provider.ts'
import { datasetById } from '../vendors/providers.ts'
import { type ChargeLine, chargesAt } from './charges.ts'
import { usageRows, usageTotals } from './usage-rows.ts'

/** The snapshot to read. */
type UsageSnapshot = Pick<SnapshotKey, 'id' | 'seriesId' | 'number' | 'dataset'>

/** The usage at a snapshot; `contract` is null if the payload has none. */
export interface UsageAt {
  contract: ContractFacts | null
  currency: string | null
  lines: ChargeLine[]
  rows: UsageRow[]
}

/** Reads the usage at a snapshot. */
export function usageAt(db: ReadDb, at: UsageSnapshot): UsageAt {
  const contract = contractAt(db, at)
  const currency = contract?.currency ?? null
  const lines = chargesAt(db, datasetById(at.dataset), at).sort(byName)
  return { contract, currency, lines, rows: usageRows(lines, currency) }
}

/** The currency of the contract at a snapshot; null if the payload has no contract. */
export function currencyAt(db: ReadDb, at: UsageSnapshot): string | null {
  return contractAt(db, at)?.currency ?? null
}

/** The month facts of a snapshot's usage; null for a dataset without charges. */
export interface UsageFacts {
  /** How many charges of the total exceed commitment and allowance. */
  chargesOver: number | null
  /** The usage of each charge that was sent once, as JSON of `[charge id, decimal text]` in order of the ids. */
  chargesUsed: string | null
  /** The vendor's total overage, as decimal text, without charges of third parties; null without a contract's currency. */
  overage: string | null
  overageCurrency: string | null
}

const noUsage: UsageFacts = { chargesOver: null, chargesUsed: null, overage: null, overageCurrency: null }

/** Derives the facts. */
export function usageFacts(db: ReadDb, at: UsageSnapshot): UsageFacts {
  if (datasetById(at.dataset).kind !== 'charges') return noUsage
  const { rows, currency } = usageAt(db, at)
  const used = [...chargesSentOnce(rows)].flatMap(([id, row]) => (row.used === null ? [] : [[id, row.used]]))
  return {
    chargesOver: rows.filter((row) => row.inTotal && row.over !== null && row.over !== '0').length,
    chargesUsed: JSON.stringify(used.sort(([a], [b]) => (a! < b! ? -1 : 1))),
    overage: usageTotals(rows, currency)?.vendor.over ?? null,
    overageCurrency: currency,
  }
}

/** The charges by id, without those that were sent twice: they have no single quantity. */
export function chargesSentOnce(rows: readonly UsageRow[]): Map<string, UsageRow> {
  const once = new Map<string, UsageRow>()
  const seen = new Set<string>()
  for (const row of rows) {
    if (seen.has(row.chargeId)) once.delete(row.chargeId)
    else once.set(row.chargeId, row)
    seen.add(row.chargeId)
  }
  return once
}

function contractAt(db: ReadDb, at: UsageSnapshot): ContractFacts | null {
  const dataset = datasetById(at.dataset)
  return dataset.kind === 'charges' ? (dataset.contract?.(frameOf(db, at)) ?? null) : null
}

function byName(a: ChargeLine, b: ChargeLine): number {
  return (
    (a.name ?? '').localeCompare(b.name ?? '', 'en') ||
    (a.grouping ?? '').localeCompare(b.grouping ?? '', 'en') ||
    (a.chargeId < b.chargeId ? -1 : 1)
  )
}

function frameOf(db: ReadDb, { id }: UsageSnapshot) {
  return parseEntry(
    preparedColumn<string>(db.sqlite, 'select f.body from snapshot s join frame f on f.id = s.frame_id where s.id = ?').get(id)!,
  )
}
