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

/** What charges cost over commitment and allowance. */
export interface Overage {
  /** How many charges of the total exceed them. */
  charges: number
  /** The vendor's total, as decimal text, without charges of third parties; null without a contract's currency. */
  amount: string | null
  currency: string | null
}

/** The overage at a snapshot. */
export function overageOf(db: ReadDb, at: UsageSnapshot): Overage {
  const { rows, currency } = usageAt(db, at)
  return {
    charges: rows.filter((row) => row.inTotal && row.over !== null && row.over !== '0').length,
    amount: usageTotals(rows, currency)?.vendor.over ?? null,
    currency,
  }
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
