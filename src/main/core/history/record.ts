/** Records a snapshot in one synchronous transaction, after the response was validated. */

import { zstdCompressSync } from 'node:zlib'
import type { Warning } from '../../../shared/contract/errors.ts'
import { minuteMs } from '../../../shared/domain/duration.ts'
import type { JsonObject } from '../../../shared/domain/json.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { type WriteDb, withOwnTransactions } from '../database/db.ts'
import { asAppError } from '../database/sqlite-errors.ts'
import { sha256 } from '../evidence/canonical.ts'
import { type CutPayload, cutPayload, packVolatile, payloadText } from '../evidence/cut.ts'
import { type ChangedIds, updateEntries } from '../evidence/entry-intervals.ts'
import { internSkuLists, internVendorIds } from '../evidence/intern.ts'
import { notCanonical, readAnswer } from '../evidence/read-answer.ts'
import { isPossiblePeriod, withPlausibleTime } from '../evidence/report-time.ts'
import { findOrAddSeries, insertFrame, insertSnapshot, previousSnapshot } from '../evidence/snapshot-row.ts'
import { updateHolders } from '../state/holder-intervals.ts'
import { type Holder, hasHolders } from '../state/holders.ts'
import { recordFacts } from '../state/month-facts/record-facts.ts'
import { countRecorded } from '../state/month-facts/snapshot-facts.ts'
import { indexPeople } from '../state/people-index.ts'
import { type AskedFor, type Dataset, hasPeriods, type Interpretation, nestedOf } from '../vendors/provider.ts'
import { datasetById } from '../vendors/providers.ts'
import { type CachedList, holdersOf, type ListCounts, type ListKey, listCache, type ParsedList, readList } from './list-cache.ts'
import { queueForTeam } from './team-outbox.ts'

/** A vendor's response to record. */
export interface RecordInput {
  /** The run that stores the beginning of a refused response; null if there is no run. */
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

/** The recorded snapshot; `unchanged` if it equals the previous one. */
export interface Recorded {
  outcome: 'recorded' | 'unchanged'
  snapshotId: number
  /** Its number in its series. */
  number: number
  warnings: Warning[]
}

/** How much of a refused response is stored with its run. */
const maxStoredBytes = 64 * 1024

/** Up to this difference between our clock and the vendor's there is no warning. */
const clockToleranceMs = 10 * minuteMs

/** The writes of this file. */
export const recordWrites = {
  /**
   * Records a response as its series' next snapshot. Throws `NOT_JSON`, `ANSWER_INCOMPLETE`, `TOO_DEEP`, `UNREADABLE_ANSWER` and
   * `TENANT_MISMATCH`: nothing is recorded then, and the first 64 kB are stored with the run.
   */
  'snapshot.record': withOwnTransactions(
    (db: WriteDb, input: RecordInput): Recorded => recordAnswer(db, input, datasetById(input.dataset)),
  ),
}

/** As `snapshot.record`, with the dataset as an argument. `alongside` runs in the same transaction. */
export function recordAnswer(
  db: WriteDb,
  input: RecordInput,
  dataset: Dataset,
  alongside: (recorded: Recorded) => void = () => {},
): Recorded {
  try {
    const known = listCache(db.sqlite)
    const prepared = prepare(input, dataset, (key) => known.of(key))
    const recorded = db.sqlite
      .transaction(() => {
        const recorded = store(db, input, dataset, prepared)
        alongside(recorded)
        return recorded
      })
      .immediate()
    const { listKey, sha256, list } = prepared
    if (listKey !== null && list !== null) known.keep(listKey, { sha256, list })
    return recorded
  } catch (error) {
    if (input.runId !== null && isResponseError(error)) storeBeginning(db, input.runId, input.bytes)
    throw error
  }
}

interface Prepared {
  cut: CutPayload
  list: ParsedList | null
  /** The list's cache key; null if it is not cached. */
  listKey: ListKey | null
  /** The previous list and what differs from it: valid only if the series still ends with that list. */
  since: { before: CachedList; changed: ChangedIds } | null
  interpretation: Interpretation
  reportedAt: number
  warnings: Warning[]
  sha256: Buffer
  /** Whether the received bytes must be kept. */
  keepReceived: boolean
}

function prepare(input: RecordInput, dataset: Dataset, knownOf: (key: ListKey) => CachedList | undefined): Prepared {
  const { payload, losses } = readAnswer(input.bytes)
  const interpretation = interpret(payload, input, dataset)
  if (hasPeriods(dataset) && interpretation.periodStart === null) {
    throw new AppError(
      'UNREADABLE_ANSWER',
      'The response has no dates for the billing period. Nothing was recorded; the response is stored with this run. Collect again.',
    )
  }
  const cut = cutPayload(payload, dataset)
  const listKey = listKeyOf(input, dataset, interpretation)
  const before = listKey === null ? undefined : knownOf(listKey)
  const read = cut.list === null ? null : readList(cut.list, dataset, before?.list)
  return {
    cut,
    list: read?.list ?? null,
    listKey,
    since: before === undefined || read === null || read.changed === null ? null : { before, changed: read.changed },
    interpretation,
    reportedAt: interpretation.reportedAt ?? input.observedAt,
    warnings: [
      ...interpretation.warnings,
      ...(losses.length > 0 ? [notCanonical(losses)] : []),
      ...timeWarnings(interpretation, input.observedAt, dataset),
    ],
    sha256: sha256(payloadText(cut.frame, cut.volatile, read?.list.text ?? null, dataset)),
    keepReceived: losses.length > 0,
  }
}

/** Interprets the payload. A report for a requested day or a billing period may be old; any other report is about now and must be dated close to it. */
function interpret(payload: JsonObject, { asked, observedAt }: RecordInput, dataset: Dataset): Interpretation {
  const interpretation = dataset.interpret(payload, asked)
  if (!hasPeriods(dataset)) return asked.params?.asOf === undefined ? withPlausibleTime(interpretation, observedAt) : interpretation
  if (isPossiblePeriod(interpretation, observedAt)) return interpretation
  throw new AppError(
    'UNREADABLE_ANSWER',
    'The billing period is before the year 2000 or ends more than a year from now. Nothing was recorded; the response is stored with this run. Check this computer’s clock and collect again.',
  )
}

/** Lists of a connection are short and change when a tenant is erased; nested items belong to several entries. Neither is cached. */
function listKeyOf({ tenantId }: RecordInput, dataset: Dataset, { periodStart }: Interpretation): ListKey | null {
  if (tenantId === null || nestedOf(dataset) !== null) return null
  return { tenantId, dataset: dataset.id, period: hasPeriods(dataset) ? (periodStart ?? '') : '' }
}

function store(db: WriteDb, input: RecordInput, dataset: Dataset, prepared: Prepared): Recorded {
  const { cut, list, interpretation, since } = prepared
  const { sqlite } = db
  const seriesId = findOrAddSeries(db, input, dataset, interpretation)
  const previous = previousSnapshot(db, seriesId)
  const number = (previous?.number ?? 0) + 1
  const target = { sqlite, seriesId, number }
  const intern = { vendorId: internVendorIds(db), skuList: internSkuLists(db) }

  // The hash proves that the series still ends with the list that was compared.
  const isSince = since !== null && previous?.sha256.equals(since.before.sha256) === true
  const changed = isSince && since.changed.size * oneByOneCost <= (list?.entries.length ?? 0) ? since.changed : null
  const entries = list?.entries.map((entry) => entry.cut) ?? []
  const changes = list === null ? 0 : updateEntries(target, entries, intern, changed)
  let united: Map<string, Holder> | null = null
  const holders = list === null || !hasHolders(dataset) ? null : () => (united ??= holdersOf(list))
  // Licences change only if an entry changes.
  if (holders !== null && changes > 0) {
    updateHolders(target, holders(), intern.vendorId, changed)
    indexPeople(db, dataset, seriesId, number)
  }

  const sameFrame = previous?.frame === cut.frame
  const frameId = sameFrame ? previous.frameId : insertFrame(db, cut.frame)
  const totals = { hasList: list !== null, reported: interpretation.reported, units: interpretation.units }
  const unchanged =
    previous !== undefined &&
    changes === 0 &&
    sameFrame &&
    previous.hasList === totals.hasList &&
    previous.reported === totals.reported &&
    previous.units === totals.units &&
    (!hasPeriods(dataset) || previous.periodEnd === interpretation.periodEnd)
  const counts = list?.counts ?? noCounts
  const warnings = [...prepared.warnings, ...qualityWarnings(counts, dataset)]

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
    ...counts,
    unchanged,
    warnings: warnings.length === 0 ? null : JSON.stringify(warnings),
    sha256: prepared.sha256,
  })
  // Facts of charges and totals are read from the evidence instead, which is short.
  const isSameList = previous?.hasList === true && totals.hasList && changes === 0 && dataset.kind === 'people'
  recordFacts(
    db,
    { connectionId: input.connectionId, tenantId: input.tenantId, dataset: dataset.id },
    {
      id: snapshotId,
      seriesId,
      number,
      reportedAt: prepared.reportedAt,
      observedAt: input.observedAt,
      periodEnd: interpretation.periodEnd,
      hasList: totals.hasList,
      reported: totals.reported,
      sameListAs: isSameList ? previous.id : null,
    },
    holders === null ? null : () => countRecorded(holders(), intern.vendorId),
  )
  queueForTeam(db, snapshotId, input.asked.params)
  if (prepared.keepReceived) {
    sqlite.prepare('INSERT INTO received (snapshot_id, bytes) VALUES (?, ?)').run(snapshotId, zstdCompressSync(input.bytes))
  }
  return { outcome: unchanged ? 'unchanged' : 'recorded', snapshotId, number, warnings }
}

/** Looking up one id costs about as much as reading this many in one query. */
const oneByOneCost = 10

/** The counts of a response without a list. */
const noCounts = { listed: null, holders: null, enabled: null, disabled: null, withoutId: null, duplicates: null }

/** True for errors in the response, or bugs in reading it; false for errors of the disk or a lock. */
function isResponseError(error: unknown): boolean {
  const known = asAppError(error, '')
  return !(known instanceof AppError) || known === error
}

function storeBeginning(db: WriteDb, runId: number, bytes: Uint8Array): void {
  db.sqlite
    .prepare('INSERT OR REPLACE INTO run_payload (run_id, bytes) VALUES (?, ?)')
    .run(runId, zstdCompressSync(bytes.subarray(0, maxStoredBytes)))
}

function timeWarnings(interpretation: Interpretation, observedAt: number, dataset: Dataset): Warning[] {
  // Answers about billing periods have no report time of their own.
  if (hasPeriods(dataset) || interpretation.periodEnd !== null) return []
  if (interpretation.warnings.some(({ code }) => code === 'REPORT_TIME_FAR')) return []
  if (interpretation.reportedAt === null) {
    return [
      {
        code: 'REPORT_TIME_MISSING',
        message: 'The report has no time, so the collection time is used instead.',
      },
    ]
  }
  const differenceMs = Math.abs(interpretation.reportedAt - observedAt)
  if (differenceMs <= clockToleranceMs) return []
  const minutes = Math.round(differenceMs / minuteMs)
  return [
    {
      code: 'CLOCK_DIFFERENCE',
      message: `The vendor’s report time and this computer’s clock differ by ${minutes} minutes. Months follow the vendor’s time. Check this computer’s clock.`,
      data: { minutes },
    },
  ]
}

function qualityWarnings({ withoutId, duplicates }: ListCounts | typeof noCounts, dataset: Dataset): Warning[] {
  const warnings: Warning[] = []
  if (withoutId !== null && withoutId > 0) {
    warnings.push({
      code: 'WITHOUT_ID',
      message: `${withoutId} entries have no id. They are stored and counted as listed, but left out of comparisons.`,
      data: { entries: withoutId },
    })
  }
  // For charges, the provider itself warns about repeated entries.
  if (duplicates !== null && duplicates > 0 && dataset.kind !== 'charges') {
    warnings.push({
      code: 'DUPLICATE_ID',
      message: `${duplicates} entries repeat an id. Each id counts once, with the licences of all its entries.`,
      data: { entries: duplicates },
    })
  }
  return warnings
}
