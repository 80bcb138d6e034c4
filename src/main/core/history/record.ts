/** Recording a snapshot: one synchronous transaction, after everything that can be refused was refused. */
import { zstdCompressSync } from 'node:zlib'
import type { Warning } from '../../../shared/contract/errors.ts'
import { AppError } from '../errors.ts'
import type { AskedFor, Dataset, DatasetId, Interpretation } from '../providers/provider.ts'
import { datasetById } from '../providers/providers.ts'
import { indexPeople } from '../reports/people-index.ts'
import { sha256 } from './canonical.ts'
import { type CutEntry, type CutPayload, cutPayload, listText, packVolatile, payloadText, wholeEntryText } from './cut.ts'
import { type WriteDb, withOwnTransactions } from './db.ts'
import { updateEntries } from './entry-intervals.ts'
import { updateHolders } from './holder-intervals.ts'
import { type Holder, hasHolders, holderParts, unite } from './holders.ts'
import { internSkuLists, internVendorIds } from './intern.ts'
import { notCanonical, readAnswer } from './read-answer.ts'
import { findOrAddSeries, insertFrame, insertSnapshot, previousSnapshot } from './snapshot-row.ts'
import { asAppError } from './sqlite-errors.ts'

/** A vendor's answer to record. */
export interface RecordInput {
  /** The run that keeps the beginning of an answer that is refused; null where there is none. */
  runId: number | null
  connectionId: number
  /** Null for a connection's dataset. */
  tenantId: number | null
  dataset: DatasetId
  asked: AskedFor
  /** When it was received, ms. */
  observedAt: number
  /** As received, after decompression. */
  bytes: Uint8Array
}

export interface Recorded {
  outcome: 'recorded' | 'unchanged'
  snapshotId: number
  /** Its number in its series. */
  number: number
  warnings: Warning[]
}

/** Of an answer that is refused, this much is kept with its run. */
const keptBytes = 64 * 1024

/** Our clock and the vendor's may differ by this much without a word. */
const clockToleranceMs = 10 * 60 * 1000

/** The writes of this file. */
export const recordWrites = {
  /**
   * Records an answer as its series' next snapshot. Throws `NOT_JSON`, `ANSWER_INCOMPLETE`, `TOO_DEEP`, `UNREADABLE_ANSWER` and
   * `TENANT_MISMATCH`: then nothing is recorded, and the first 64 kB are kept with the run.
   */
  'snapshot.record': withOwnTransactions(
    (db: WriteDb, input: RecordInput): Recorded => recordAnswer(db, input, datasetById(input.dataset)),
  ),
}

/** As `snapshot.record`, for a dataset of one's own. What `alongside` writes is part of the same transaction. */
export function recordAnswer(
  db: WriteDb,
  input: RecordInput,
  dataset: Dataset,
  alongside: (recorded: Recorded) => void = () => {},
): Recorded {
  try {
    const prepared = prepare(input, dataset)
    return db.sqlite
      .transaction(() => {
        const recorded = store(db, input, dataset, prepared)
        alongside(recorded)
        return recorded
      })
      .immediate()
  } catch (error) {
    if (input.runId !== null && isAboutTheAnswer(error)) keepBeginning(db, input.runId, input.bytes)
    throw error
  }
}

interface Prepared {
  cut: CutPayload
  interpretation: Interpretation
  reportedAt: number
  warnings: Warning[]
  sha256: Buffer
  /** Whether the received bytes must be kept. */
  keepReceived: boolean
}

function prepare(input: RecordInput, dataset: Dataset): Prepared {
  const { payload, losses } = readAnswer(input.bytes)
  const interpretation = dataset.interpret(payload, input.asked)
  if (dataset.hasPeriods && interpretation.periodStart === null) {
    throw new AppError(
      'UNREADABLE_ANSWER',
      'The vendor sent no dates of the billing period, so that it cannot be told which one this is. Nothing was recorded; the answer is kept with this run. Collect again.',
    )
  }
  const cut = cutPayload(payload, dataset)
  const list = cut.entries === null ? null : listText(cut.entries.map((entry) => wholeEntryText(entry, dataset)))
  return {
    cut,
    interpretation,
    reportedAt: interpretation.reportedAt ?? input.observedAt,
    warnings: [
      ...interpretation.warnings,
      ...(losses.length > 0 ? [notCanonical(losses)] : []),
      ...timeWarnings(interpretation, input.observedAt, dataset),
    ],
    sha256: sha256(payloadText(cut.frame, cut.volatile, list, dataset)),
    keepReceived: losses.length > 0,
  }
}

function store(db: WriteDb, input: RecordInput, dataset: Dataset, prepared: Prepared): Recorded {
  const { cut, interpretation } = prepared
  const { sqlite } = db
  const seriesId = findOrAddSeries(db, input, dataset, interpretation)
  const previous = previousSnapshot(db, seriesId)
  const number = (previous?.number ?? 0) + 1
  const target = { sqlite, seriesId, number }
  const intern = { vendorId: internVendorIds(db), skuList: internSkuLists(db) }

  const changes = cut.entries === null ? 0 : updateEntries(target, cut.entries, intern)
  const holders = cut.entries === null || !hasHolders(dataset) ? null : unite(cut.entries.flatMap((entry) => holderParts(entry, dataset)))
  // Without a changed entry nobody's licences changed either.
  if (holders !== null && changes > 0) {
    updateHolders(target, holders, intern.vendorId)
    indexPeople(db, dataset, seriesId, number)
  }

  const sameFrame = previous?.frame === cut.frame
  const frameId = sameFrame ? previous.frameId : insertFrame(db, cut.frame)
  const totals = { hasList: cut.entries === null ? 0 : 1, reported: interpretation.reported, units: interpretation.units }
  const unchanged =
    previous !== undefined &&
    changes === 0 &&
    sameFrame &&
    previous.hasList === totals.hasList &&
    previous.reported === totals.reported &&
    previous.units === totals.units &&
    (!dataset.hasPeriods || previous.periodEnd === interpretation.periodEnd)
  const quality = cut.entries === null ? null : listQuality(cut.entries)
  const warnings = [...prepared.warnings, ...(quality === null ? [] : qualityWarnings(quality, dataset))]

  const snapshotId = insertSnapshot(db, {
    seriesId,
    number,
    reportedAt: prepared.reportedAt,
    volatile: packVolatile(cut.volatile, prepared.reportedAt, dataset),
    observedAt: input.observedAt,
    periodStart: interpretation.periodStart,
    periodEnd: interpretation.periodEnd,
    frameId,
    ...totals,
    listed: cut.entries?.length ?? null,
    holders: holders?.size ?? null,
    enabled: holders === null ? null : countWhere(holders.values(), true),
    disabled: holders === null ? null : countWhere(holders.values(), false),
    withoutId: quality?.withoutId ?? null,
    duplicates: quality?.duplicates ?? null,
    unchanged: unchanged ? 1 : 0,
    warnings: warnings.length === 0 ? null : JSON.stringify(warnings),
    sha256: prepared.sha256,
  })
  if (prepared.keepReceived) {
    sqlite.prepare('INSERT INTO received (snapshot_id, bytes) VALUES (?, ?)').run(snapshotId, zstdCompressSync(input.bytes))
  }
  return { outcome: unchanged ? 'unchanged' : 'recorded', snapshotId, number, warnings }
}

/** True for what the vendor's answer is to blame for, or a bug in reading it; not for a disk or a lock. */
function isAboutTheAnswer(error: unknown): boolean {
  const known = asAppError(error, '')
  return !(known instanceof AppError) || known === error
}

function keepBeginning(db: WriteDb, runId: number, bytes: Uint8Array): void {
  db.sqlite
    .prepare('INSERT OR REPLACE INTO run_payload (run_id, bytes) VALUES (?, ?)')
    .run(runId, zstdCompressSync(bytes.subarray(0, keptBytes)))
}

function timeWarnings(interpretation: Interpretation, observedAt: number, dataset: Dataset): Warning[] {
  // A billing period says by itself when it was; its answers carry no time of their own.
  if (dataset.hasPeriods || interpretation.periodEnd !== null) return []
  if (interpretation.reportedAt === null) {
    return [
      {
        code: 'REPORT_TIME_MISSING',
        message: 'The vendor did not say when this report was made: the time of our collection stands in its place.',
      },
    ]
  }
  const differenceMs = Math.abs(interpretation.reportedAt - observedAt)
  if (differenceMs <= clockToleranceMs) return []
  const minutes = Math.round(differenceMs / 60_000)
  return [
    {
      code: 'CLOCK_DIFFERENCE',
      message: `The vendor's report time and our clock differ by ${minutes} minutes. Months follow the vendor's time; check this machine's clock.`,
      data: { minutes },
    },
  ]
}

interface ListQuality {
  withoutId: number
  /** Entries beyond the first of each id. */
  duplicates: number
}

function listQuality(entries: CutEntry[]): ListQuality {
  const withId = entries.filter((entry) => entry.id !== '')
  const own: ListQuality = {
    withoutId: entries.length - withId.length,
    duplicates: withId.length - new Set(withId.map((entry) => entry.id)).size,
  }
  return entries.reduce((sum, { nested }) => {
    if (nested.length === 0) return sum
    const inner = listQuality(nested)
    return { withoutId: sum.withoutId + inner.withoutId, duplicates: sum.duplicates + inner.duplicates }
  }, own)
}

function qualityWarnings({ withoutId, duplicates }: ListQuality, dataset: Dataset): Warning[] {
  const warnings: Warning[] = []
  if (withoutId > 0) {
    warnings.push({
      code: 'WITHOUT_ID',
      message: `${withoutId} entries came without an id: they are kept and counted as listed, but are nobody in a comparison.`,
      data: { entries: withoutId },
    })
  }
  // Of charges the provider itself says what a repeated one means.
  if (duplicates > 0 && dataset.charge === null) {
    warnings.push({
      code: 'DUPLICATE_ID',
      message: `${duplicates} entries repeat an id: each id counts once, with the licences of all its entries.`,
      data: { entries: duplicates },
    })
  }
  return warnings
}

function countWhere(holders: Iterable<Holder>, enabled: boolean): number {
  let count = 0
  for (const holder of holders) if (holder.enabled === enabled) count += 1
  return count
}
