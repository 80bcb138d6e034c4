/** What needs attention about collecting: failures, overdue snapshots, inconsistent reports. `core/attention` has findings that cost money. */
import type { ConnectionAnswer, TenantAnswer } from '../../../shared/contract/connection-answers.ts'
import type { Warning } from '../../../shared/contract/errors.ts'
import type { AttentionItem, OverviewTenant } from '../../../shared/contract/overview-answers.ts'
import { dayMs } from '../../../shared/domain/duration.ts'
import { previousMonth } from '../../../shared/domain/month.ts'
import { preparedColumn } from '../database/prepared.ts'
import { readSetting } from '../settings/settings.ts'
import { monthOfSnapshot } from '../state/month-facts/month-snapshots.ts'
import { latestEnd } from './month-end.ts'
import type { Reading } from './reading.ts'
import { skusHeldAt } from './series-state.ts'
import type { SnapshotRow } from './snapshots.ts'
import { teamItems } from './team-attention.ts'
import { datasetOf, type ReportTenant } from './tenants.ts'

interface Sources {
  tenants: readonly ReportTenant[]
  rows: readonly OverviewTenant[]
  asked: readonly TenantAnswer[]
  connections: readonly ConnectionAnswer[]
}

/** Problems first, then hints. */
export function attention(reading: Reading, sources: Sources): AttentionItem[] {
  // A demo's vendors no longer run, so their failures are not shown.
  const vendors = readSetting(reading.db, 'demo') ? [] : [...connectionItems(sources), ...runItems(sources), ...silenceItems(sources)]
  return [...vendors, ...teamItems(reading), ...snapshotItems(reading, sources), ...licenceItems(reading, sources), ...copyItems(reading)]
}

/** A history younger than this needs no second copy yet. */
const unmentionedMs = 30 * dayMs

/** A history that should have a second copy and has none. */
function copyItems({ db, now }: Reading): AttentionItem[] {
  if (readSetting(db, 'demo') || readSetting(db, 'secondBackups') !== null) return []
  // Any snapshot of that age, since a clock that was ahead may have dated the first one in the future.
  const isOld = preparedColumn<number>(db.sqlite, 'select 1 from snapshot where observed_at <= ? order by id limit 1').get(
    now - unmentionedMs,
  )
  if (isOld === undefined) return []
  return [
    {
      code: 'ONE_DISK',
      severity: 'hint',
      message:
        'The history and all its backups are on one disk. Choose a second folder for backups in Settings, or with `seatledger backups folder`.',
      tenant: null,
      connection: null,
      screen: 'settings',
    },
  ]
}

function connectionItems({ connections }: Sources): AttentionItem[] {
  return (
    connections
      .filter((connection) => connection.state !== 'ok' && !connection.paused)
      // Other machines of the team collect it.
      .filter((connection) => connection.lastError?.code !== 'COLLECTED_ELSEWHERE')
      .map((connection) => ({
        code: connection.state === 'needs-credential' ? 'NEEDS_CREDENTIAL' : 'STOPPED',
        severity: 'problem',
        message: connection.lastError?.message ?? 'The connection is stopped. Try its credential again.',
        tenant: null,
        connection: connection.name,
        screen: 'settings',
      }))
  )
}

function runItems({ asked, connections }: Sources): AttentionItem[] {
  const working = new Set(connections.filter((connection) => connection.state === 'ok').map((connection) => connection.name))
  return asked.flatMap((tenant): AttentionItem[] =>
    tenant.lastError === null || tenant.paused || tenant.gone || !working.has(tenant.connection)
      ? []
      : [
          {
            code: tenant.lastError.code,
            severity: 'problem',
            message: tenant.lastError.message,
            tenant: tenant.id,
            connection: tenant.connection,
            screen: 'activity',
          },
        ],
  )
}

/** Tenants without a recent snapshot although no run failed. */
function silenceItems({ rows, asked }: Sources): AttentionItem[] {
  const failed = new Set(asked.filter(({ lastError }) => lastError !== null).map(({ id }) => id))
  return rows.flatMap((row): AttentionItem[] => {
    if (row.freshness !== 'stale' || failed.has(row.tenant)) return []
    return [
      {
        code: 'STALE',
        severity: 'problem',
        message: 'Nothing has been collected for more than twice the collection interval. Collect now, or keep Seatledger running.',
        tenant: row.tenant,
        connection: row.connection,
        screen: 'activity',
        data: { lastSnapshotAt: row.lastSnapshotAt },
      },
    ]
  })
}

/** Warnings of each tenant's newest snapshot, and an early month-end snapshot in the previous month. */
function snapshotItems(reading: Reading, { tenants }: Sources): AttentionItem[] {
  const before = previousMonth(reading.openMonth)
  return tenants.flatMap((tenant): AttentionItem[] => {
    const ends = reading.monthEnds(tenant.id, datasetOf(tenant.kind))
    const newest = latestEnd(ends)?.snapshot
    if (newest === undefined) return []
    const item = ({ code, message }: Warning, snapshotId: number): AttentionItem => ({
      code,
      severity: 'hint',
      message,
      tenant: tenant.id,
      connection: tenant.connection,
      screen: 'activity',
      data: { snapshotId },
    })
    const recorded = newest.warnings === null ? [] : (JSON.parse(newest.warnings) as Warning[]).map((warning) => item(warning, newest.id))
    const lastEnd = ends.get(before)
    const early: AttentionItem[] =
      lastEnd?.early === true
        ? [
            item(
              {
                code: 'EARLY_MONTH_END',
                message: `The last snapshot of ${lastEnd.month} was taken more than two days before the month ended, so later changes are not in that month’s figures.`,
              },
              lastEnd.snapshot.id,
            ),
          ]
        : []
    return [...recorded, ...early]
  })
}

/** A tenant's newest snapshot with a list: usually the newest of all, which is a month-end snapshot. */
function newestList(reading: Reading, tenant: ReportTenant): { snapshot: SnapshotRow; endsMonth: boolean } | undefined {
  const dataset = datasetOf(tenant.kind)
  const newest = latestEnd(reading.monthEnds(tenant.id, dataset))?.snapshot
  if (newest === undefined || newest.hasList) return newest && { snapshot: newest, endsMonth: true }
  const earlier = reading.snapshots(tenant.id, dataset).findLast((snapshot) => snapshot.hasList)
  return earlier && { snapshot: earlier, endsMonth: false }
}

/** Vendor ids of the SKUs held in these lists. */
function heldSkus({ db, skuSets, textOf }: Reading, lists: readonly { snapshot: SnapshotRow; endsMonth: boolean }[]): Set<string> {
  const ends = lists.filter(({ endsMonth }) => endsMonth).map(({ snapshot }) => snapshot.id)
  const others = lists.filter(({ endsMonth }) => !endsMonth).flatMap(({ snapshot }) => skusHeldAt(db, snapshot))
  return new Set([...skuSets.held(ends), ...others.map(textOf)])
}

/** SKUs without a name, in lists of the current or previous month. */
function licenceItems(reading: Reading, { tenants }: Sources): AttentionItem[] {
  const lists = tenants
    .filter((tenant) => tenant.kind === 'petra')
    .flatMap((tenant) => newestList(reading, tenant) ?? [])
    .filter(({ snapshot }) => monthOfSnapshot(snapshot, reading.calendar) >= previousMonth(reading.openMonth))
  const unnamed = [...heldSkus(reading, lists)]
    .filter((skuId) => reading.rules.label(skuId) === null && reading.catalogue.sku(skuId) === null)
    .sort()
  const items: AttentionItem[] = []
  if (unnamed.length > 0) {
    items.push({
      code: 'UNKNOWN_SKU',
      severity: 'hint',
      message: `${unnamed.length} ${unnamed.length === 1 ? 'SKU has' : 'SKUs have'} no name yet. Name them, or import Microsoft’s current product list.`,
      tenant: null,
      connection: null,
      screen: 'licences',
      data: { skuIds: unnamed },
    })
  }
  return items
}
