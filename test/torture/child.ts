/** A process that repeats one kind of work on a history until it is killed. It reports what the writer has acknowledged. */
import { join } from 'node:path'
import { backupNow } from '../../src/main/core/maintenance/backup.ts'
import { changeKey } from '../../src/main/core/maintenance/change-key.ts'
import { inWritersThread } from '../../src/main/core/maintenance/check-backup.ts'
import { openReader } from '../../src/main/core/maintenance/open.ts'
import { restoreHistory } from '../../src/main/core/maintenance/restore.ts'
import { openWriter } from '../../src/main/core/writer/writer.ts'
import { dayMs } from '../../src/shared/domain/duration.ts'
import type { Month } from '../../src/shared/domain/month.ts'
import { knowKeys, nextKey } from './keys.ts'
import type { FromTortured, Task } from './messages.ts'
import { firstReportMs, responseOf, tenants } from './payloads.ts'

const task = JSON.parse(process.argv[2] ?? '{}') as Task
const { dataDir, kind } = task
const say = (message: FromTortured) => void process.send?.(message)

if (kind === 'collect') await collect()
else await work()

async function collect(): Promise<void> {
  const [{ systemClock }, { everything, openCollecting }, { simulatedPetraKey }] = await Promise.all([
    import('../../src/main/core/base/clock.ts'),
    import('../support/collecting.ts'),
    import('../../src/main/demo/simulated-petra.ts'),
  ])
  say({ kind: 'opening' })
  const host = await openCollecting({ dataDir, clock: systemClock, fetch, readSecret: async () => simulatedPetraKey })
  say({ kind: 'ready' })
  const onProgress = () => say({ kind: 'worked' })
  for (;;) await host.collector.collect(everything, { signal: new AbortController().signal, onProgress })
}

async function work(): Promise<void> {
  // Imported only for the kind that needs it, because most of a killed process's time is its start.
  if (kind === 'encrypt') knowKeys()
  const exporting = kind === 'export' ? await import('../../src/main/core/api/export-file.ts') : null
  say({ kind: 'opening' })
  let writer = await openWriter(dataDir)
  let reader = openReader(dataDir)
  say({ kind: 'ready' })
  let { step } = task

  async function record(tenant: number): Promise<number> {
    const { reportedAt, payload } = responseOf(tenant, step)
    const bytes = new TextEncoder().encode(JSON.stringify(payload))
    const recording = writer.call('snapshot.record', {
      runId: null,
      connectionId: 1,
      tenantId: tenant,
      dataset: 'petra.billable-users',
      asked: { externalId: `T${tenant}`, microsoftTenantId: null },
      observedAt: reportedAt,
      bytes,
    })
    if (task.planted) say({ kind: 'recorded', tenant, step, snapshotId: -1 })
    const { snapshotId } = await recording
    if (!task.planted) say({ kind: 'recorded', tenant, step, snapshotId })
    return snapshotId
  }
  async function recordAll(): Promise<void> {
    for (const tenant of tenants) await record(tenant)
    step += 1
  }

  for (let turn = 0; ; turn += 1) {
    if (kind === 'record' || kind === 'migrate') await recordAll()
    else if (kind === 'import') {
      // A day before every known snapshot: snapshots are ordered by report time, so all later ones must be placed again.
      const asOf = new Date(firstReportMs - (task.step + turn) * dayMs).toISOString()
      await writer.call('snapshot.record', {
        runId: null,
        connectionId: 1,
        tenantId: null,
        dataset: 'petra.usage',
        asked: { externalId: null, microsoftTenantId: null, params: { asOf: asOf.slice(0, 10) } },
        observedAt: firstReportMs,
        bytes: new TextEncoder().encode(
          JSON.stringify({ asOf, tenants: tenants.map((tenant) => ({ petraTenantId: `T${tenant}`, billableUsers: turn })) }),
        ),
      })
      say({ kind: 'worked' })
    } else if (kind === 'set aside') {
      const snapshotId = await record(tenants[turn % tenants.length]!)
      await writer.call('snapshot.setAside', { snapshotId, reason: 'torture', at: firstReportMs })
      await writer.call('snapshot.takeBack', { snapshotId, at: firstReportMs })
      step += 1
    } else if (kind === 'wipe') {
      await recordAll()
      const tenant = tenants[turn % tenants.length]!
      say({ kind: 'started', work: 'wipe', tenant })
      await writer.call('history.deleteTenant', { tenantId: tenant })
      say({ kind: 'done', work: 'wipe', tenant })
    } else if (kind === 'prune') {
      await recordAll()
      const month = new Date(firstReportMs + (step - 40) * dayMs).toISOString().slice(0, 7)
      const startMs = Date.parse(`${month}-01T00:00:00Z`)
      say({ kind: 'started', work: 'prune', before: startMs })
      await writer.call('history.deleteBefore', { month: month as Month, startMs })
      say({ kind: 'done', work: 'prune', before: startMs })
    } else if (kind === 'backup') {
      await recordAll()
      const name = await backupNow(reader, {
        dataDir,
        now: Date.now(),
        keep: 3,
        thread: inWritersThread(writer),
      })
      say({ kind: 'backed up', backup: name })
    } else if (kind === 'export') {
      await exporting!.exportFile(
        {
          dataDir,
          now: firstReportMs + step * dayMs,
          request: { what: 'holders', format: turn % 2 === 0 ? 'csv' : 'xlsx', bom: false },
          context: {
            path: join(task.outDir, turn % 2 === 0 ? 'people.csv' : 'people.xlsx'),
            force: true,
            demo: false,
            madeAt: '2026-01-06T12:00:00Z',
          },
        },
        new AbortController().signal,
      )
      say({ kind: 'worked' })
    } else if (kind === 'encrypt') {
      await recordAll()
      if (turn === 0) say({ kind: 'backed up', backup: await backupNow(reader, { dataDir, now: Date.now(), keep: 2 }) })
      reader.sqlite.close()
      await writer.close()
      changeKey(dataDir, nextKey(dataDir))
      say({ kind: 'worked' })
      writer = await openWriter(dataDir)
      reader = openReader(dataDir)
    } else if (kind === 'restore') {
      const backup = await backupNow(reader, { dataDir, now: Date.now(), keep: 3 })
      say({ kind: 'backed up', backup })
      await recordAll()
      reader.sqlite.close()
      await writer.close()
      say({ kind: 'started', work: 'restore', backup })
      await restoreHistory(dataDir, join(dataDir, 'backups', backup), Date.now())
      say({ kind: 'done', work: 'restore', backup })
      writer = await openWriter(dataDir)
      reader = openReader(dataDir)
      step -= 1
    }
  }
}
