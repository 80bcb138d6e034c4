/** Reads all rows of a series for verification. */
import { booleansOf, type StoredRow } from '../database/booleans.ts'
import type { ReadDb } from '../database/db.ts'
import type { SnapshotColumns } from '../evidence/snapshot-row.ts'

/** Valid from one snapshot until another. */
export interface Interval {
  from: number
  to: number | null
}

/** An entry of a list, with its interval. */
export interface EntryRow extends Interval {
  ownerId: number
  ownerOccurrence: number
  vendorId: number
  occurrence: number
  id: string
  body: string | null
}

/** An entry's SKU list, with its interval. */
export interface SkuListRow extends Interval {
  vendorId: number
  occurrence: number
  list: string
  digest: number
}

/** A stored assignment. */
export interface AssignmentRow extends Interval {
  holder: string
  sku: string
}

/** Stored counts of a SKU. */
export interface RollupRow {
  from: number
  sku: string
  holders: number
  enabled: number
  disabled: number
}

/** A stored snapshot. */
export interface VerifiedSnapshot extends Omit<SnapshotColumns, 'seriesId' | 'frameId'> {
  id: number
  frame: string
  received: Buffer | null
}

const readVerifiedSnapshot = booleansOf<VerifiedSnapshot>({ hasList: true, unchanged: true })

/** All rows of a series. */
export interface SeriesRows {
  dataset: string
  periodKey: string
  /** Null for a connection's dataset. */
  externalId: string | null
  microsoftTenantId: string | null
  snapshots: VerifiedSnapshot[]
  entries: EntryRow[]
  skuLists: SkuListRow[]
  assignments: AssignmentRow[]
  rollup: RollupRow[]
}

/** Reads a series; undefined if there is none. */
export function readSeries({ sqlite }: ReadDb, seriesId: number): SeriesRows | undefined {
  const head = sqlite
    .prepare<[number], Pick<SeriesRows, 'dataset' | 'periodKey' | 'externalId' | 'microsoftTenantId'>>(
      `SELECT r.dataset, r.period_key periodKey, t.external_id externalId, t.microsoft_tenant_id microsoftTenantId
       FROM series r LEFT JOIN tenant t ON t.id = r.tenant_id WHERE r.id = ?`,
    )
    .get(seriesId)
  if (head === undefined) return undefined
  const all = <Row>(query: string) => sqlite.prepare<[number], Row>(query).all(seriesId)
  return {
    ...head,
    snapshots: all<StoredRow<VerifiedSnapshot>>(
      `SELECT s.id, s.number, s.reported_at reportedAt, s.volatile, s.observed_at observedAt, s.period_start periodStart,
         s.period_end periodEnd, f.body frame, s.has_list hasList, s.reported, s.units, s.listed, s.holders, s.enabled, s.disabled,
         s.without_id withoutId, s.duplicates, s.unchanged, s.warnings, s.sha256, r.bytes received
       FROM snapshot s JOIN frame f ON f.id = s.frame_id LEFT JOIN received r ON r.snapshot_id = s.id
       WHERE s.series_id = ? ORDER BY s.number`,
    ).map(readVerifiedSnapshot),
    entries: all<EntryRow>(
      `SELECT e.owner_id ownerId, e.owner_occurrence ownerOccurrence, e.vendor_id vendorId, e.occurrence, v.value id, e.body,
         e.from_number "from", e.to_number "to" FROM entry e JOIN vendor_id v ON v.id = e.vendor_id WHERE e.series_id = ?`,
    ),
    skuLists: all<SkuListRow>(
      `SELECT l.vendor_id vendorId, l.occurrence, k.body list, k.digest, l.from_number "from", l.to_number "to"
       FROM entry_sku_list l JOIN sku_list k ON k.id = l.sku_list_id WHERE l.series_id = ?`,
    ),
    assignments: all<AssignmentRow>(
      `SELECT h.value holder, k.value sku, a.from_number "from", a.to_number "to"
       FROM assignment a JOIN vendor_id h ON h.id = a.holder_id JOIN vendor_id k ON k.id = a.sku_id WHERE a.series_id = ?`,
    ),
    rollup: all<RollupRow>(
      `SELECT k.value sku, r.from_number "from", r.holders, r.enabled, r.disabled
       FROM sku_rollup r JOIN vendor_id k ON k.id = r.sku_id WHERE r.series_id = ?`,
    ),
  }
}

/** Rows by the snapshots that they begin and end with. */
export interface Steps<Row> {
  begin: Map<number, Row[]>
  end: Map<number, Row[]>
}

/** Groups rows by the snapshots that they begin and end with. */
export function stepsOf<Row extends Interval>(rows: Row[]): Steps<Row> {
  return {
    begin: Map.groupBy(rows, (row) => row.from),
    end: Map.groupBy(
      rows.filter((row) => row.to !== null),
      (row) => row.to!,
    ),
  }
}
