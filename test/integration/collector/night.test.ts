import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { historyFile } from '../../../src/main/core/database/files.ts'
import { simulatedPetraKey } from '../../../src/main/demo/simulated-petra.ts'
import { autoClock } from '../../support/auto-clock.ts'
import { addPetra, openCollecting } from '../../support/collecting.ts'
import { type CollectorProcess, startCollectorProcess } from '../../support/collector-process.ts'
import { plainPetraWorld } from '../../support/plain-petra.ts'
import { simulatePetra } from '../../support/simulated-petra.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const evening = Date.parse('2026-11-22T18:00:00Z')
const tenants = 300

describe('a night of trouble', () => {
  it('collects 300 tenants at one request a minute despite two kills: nothing lost or collected twice, no 429, almost no minute unused', async () => {
    let now = evening
    const petra = await simulatePetra({ clock: { now: () => now }, world: plainPetraWorld(tenants) })
    onTestFinished(() => petra.close())
    const dataDir = tempFolder()
    await prepare(dataDir, petra.origin)
    const asked = () => petra.requests.filter((request) => request.path === '/v1/billable-users')
    const start = (beforeRequest: (child: CollectorProcess) => void) => {
      const child: CollectorProcess = startCollectorProcess({ dataDir, startAt: now + 1_000, secret: simulatedPetraKey }, (at) => {
        now = at
        beforeRequest(child)
      })
      return child
    }

    // Killed after the vendor has counted the request, and before its answer arrives.
    let child = start(() => {})
    petra.fault({ tenantId: 't100', times: 1, wire: { kind: 'silent', when: 'before' }, edit: killing(() => child) })
    expect(await child.ended).toBeNull()
    const first = child.progress
    expect(asked()).toHaveLength(100)

    // Killed after reserving the slot, and before sending the request.
    child = start((self) => {
      if (asked().length === 200) self.kill()
    })
    expect(await child.ended).toBeNull()
    expect(asked()).toHaveLength(200)

    child = start(() => {})
    const result = await child.ended
    expect(result?.runs.filter((run) => run.outcome === 'recorded')).toHaveLength(tenants + 1)

    // Requests: every tenant once, the one whose answer was lost twice.
    expect(petra.requests.filter((request) => request.status !== 200)).toEqual([])
    const times = Map.groupBy(asked(), (request) => request.tenantId)
    expect(times.size).toBe(tenants)
    expect([...times].filter(([, requests]) => requests.length > 1).map(([tenant, requests]) => [tenant, requests.length])).toEqual([
      ['t100', 2],
    ])
    expect(petra.requests.filter((request) => request.path === '/v1/usage')).toHaveLength(1)

    // Recorded once each; interrupted runs are closed.
    expect(snapshotsPerTenant(dataDir)).toEqual(Array.from({ length: tenants }, () => 1))
    expect(outcomes(dataDir)).toEqual({ recorded: tenants + 1, 'failed CANCELLED': 2 })

    // A request in at least 97 % of the minutes. The expected finish is within 2 %, from the first moment and after each restart.
    const tookMs = asked().at(-1)!.at - asked()[0]!.at
    expect((tenants * 60_000) / tookMs).toBeGreaterThan(0.97)
    for (const { at, progress } of [first[0]!, ...child.progress.slice(0, 50)]) {
      const error = Math.abs(Date.parse(progress.expectedFinish!) - result!.at)
      expect(error / (result!.at - at)).toBeLessThan(0.02)
    }
    // Three processes and some 1,200 committed writes take minutes on a busy machine.
  }, 240_000)
})

/** Edits an answer by killing the child while the vendor prepares it. */
function killing(child: () => CollectorProcess) {
  return <T>(payload: T): T => {
    child().kill()
    return payload
  }
}

async function prepare(dataDir: string, origin: string): Promise<void> {
  const clock = autoClock(evening)
  const host = await openCollecting({ dataDir, clock, fetch: clock.fetch, readSecret: async () => simulatedPetraKey })
  await addPetra(host.writer, { origin, tenants, at: evening })
  await host.close()
  clock.stop()
}

function read<T>(dataDir: string, work: (db: Database.Database) => T): T {
  const db = new Database(historyFile(dataDir), { readonly: true })
  try {
    return work(db)
  } finally {
    db.close()
  }
}

function snapshotsPerTenant(dataDir: string): unknown[] {
  const query =
    'select count(snapshot.id) from tenant left join series on tenant_id = tenant.id left join snapshot on series_id = series.id group by tenant.id'
  return read(dataDir, (db) => db.prepare(query).pluck().all())
}

function outcomes(dataDir: string): Record<string, number> {
  const query = "select trim(outcome || ' ' || coalesce(error_code, '')) what, count(*) many from run group by 1"
  return read(dataDir, (db) =>
    Object.fromEntries(
      db
        .prepare<[], { what: string; many: number }>(query)
        .all()
        .map(({ what, many }) => [what, many]),
    ),
  )
}
