/**
 * The history for measuring the page: 300 tenants (292 of Petra, 8 Genesys customers), 20,000 people in total, three years with a
 * snapshot every third day, recorded by the writer's own code with a run for each. Recording takes a few minutes, so the history is cached in the
 * system's temporary folder for a week and copied from there.
 */

import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOutput } from '../../../src/main/cli/terminal.ts'
import type { WriteDb } from '../../../src/main/core/database/db.ts'
import { openHistory } from '../../../src/main/core/maintenance/open.ts'
import { cycleAt } from '../../../src/main/core/vendors/genesys/cycle.ts'
import { writes } from '../../../src/main/core/writer/writes.ts'
import { demoGenesysWorld } from '../../../src/main/demo/demo-genesys-world.ts'
import { demoRules } from '../../../src/main/demo/demo-rules.ts'
import { overviewBody } from '../../../src/main/demo/genesys-answers.ts'
import type { SimulatedCustomer } from '../../../src/main/demo/genesys-world.ts'
import { billableUsersPayload, dayOf, tenantsPayload, usagePayload } from '../../../src/main/demo/petra-payloads.ts'
import { dayMs } from '../../../src/shared/domain/duration.ts'
import type { DatasetId } from '../../../src/shared/domain/vendors.ts'
import { type ChangingPetra, changingPetra } from './changing-petra.ts'

const years = 3
const stepDays = 3
const petraTenants = 292
const people = 20_000
const keptMs = 7 * dayMs
const root = join(import.meta.dirname, '..', '..', '..')

/** The environment variable with the credential of the measured connection. */
export const keyVariable = 'SEATLEDGER_BENCH_KEY'

/** Copies the history into `folder`, with its Petra at `origin`. Returns the people at its end. */
export async function largeHistory(folder: string, origin: string): Promise<void> {
  const cache = await cachedHistory()
  cpSync(cache, folder, { recursive: true })
  const { db, close } = await openHistory(folder, Date.now())
  db.sqlite
    .prepare("update connection set config = ? where provider = 'petra'")
    .run(JSON.stringify({ baseUrl: origin, requestsPerMinute: 6_000 }))
  close()
}

/** The Petra of the end of the history, for further requests. */
export function petraAfterwards(): ChangingPetra {
  const petra = changingPetra({ tenants: petraTenants, people })
  for (let step = 1; step <= steps; step += 1) petra.moveOn(stepDays)
  return petra
}

const steps = Math.floor((years * 365) / stepDays)

async function cachedHistory(): Promise<string> {
  const sources = ['test/bench/ui/*history.ts', 'test/bench/ui/changing-petra.ts', 'test/support/changing-people.ts']
  const hash = createHash('sha256')
  for (const file of globSync(sources, { cwd: root }).sort()) hash.update(readFileSync(join(root, file)))
  const cache = join(tmpdir(), `seatledger-bench-ui-${hash.digest('hex').slice(0, 12)}`)
  if (existsSync(cache)) {
    if (Date.now() - statSync(cache).mtimeMs < keptMs) return cache
    rmSync(cache, { recursive: true })
  }
  const partial = mkdtempSync(`${cache}-`)
  try {
    await fill(partial)
    renameSync(partial, cache)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
  return cache
}

async function fill(dataDir: string): Promise<void> {
  const { note, progress } = createOutput(process, false)
  note('Recording the history to measure with, once. This takes minutes.')
  const until = Date.now()
  const begun = until - steps * stepDays * dayMs
  const { db, close } = await openHistory(dataDir, begun)
  const secret = { secretKind: 'env', secretEnv: keyVariable } as const
  writes['history.durable'](db, { durable: false })
  writes['setting.set'](db, { key: 'collectEveryHours', value: 168 })
  const first = dayOf(begun).slice(0, 7)
  for (const rule of demoRules({ from: first, raisedFrom: dayOf(until).slice(0, 7), at: begun })) writes['rule.add'](db, rule)
  const petra = writes['connection.add'](db, { name: 'Petra', provider: 'petra', config: '{}', at: begun, ...secret }).id
  const genesys = writes['connection.add'](db, { name: 'Genesys', provider: 'genesys', config: '{}', at: begun, ...secret }).id
  // It has no simulated vendor, and is not measured.
  writes['connection.state'](db, { id: genesys, state: 'stopped', code: 'STOPPED', message: 'Stopped for this measurement.' })
  const world = changingPetra({ tenants: petraTenants, people })
  const listed = tenantsPayload(world, begun).tenants as { petraTenantId: string; name: string; microsoftTenantId: string }[]
  list(
    db,
    petra,
    begun,
    'petra',
    listed.map((each) => ({ id: each.petraTenantId, ...each })),
  )
  const { customers } = demoGenesysWorld({ seed: 'bench', from: dayOf(begun), until: dayOf(until) })
  list(db, genesys, begun, 'customer', customers)
  const tenants = db.sqlite
    .prepare<[], { id: number; externalId: string; connectionId: number }>(
      'select id, external_id externalId, connection_id connectionId from tenant order by id',
    )
    .all()
  for (let step = 0; step <= steps; step += 1) {
    if (step > 0) world.moveOn(stepDays)
    const at = begun + step * stepDays * dayMs
    db.sqlite.transaction(() => {
      for (const { id, externalId, connectionId } of tenants) {
        if (connectionId !== petra) continue
        record(
          db,
          { connectionId, tenantId: id, dataset: 'petra.billable-users', params: '' },
          at,
          billableUsersPayload(world, externalId, at),
        )
      }
      for (const day of usageDays(at)) {
        const params = JSON.stringify({ asOf: day })
        record(db, { connectionId: petra, tenantId: null, dataset: 'petra.usage', params }, at, usagePayload(world, day, at))
      }
    })()
    progress(`${Math.round((step / steps) * 100)} %`)
  }
  for (const customer of customers) {
    const tenant = tenants.find((each) => each.connectionId === genesys && each.externalId === customer.id)
    if (tenant !== undefined) recordPeriods(db, genesys, tenant.id, customer, begun, until)
  }
  progress(null)
  writes['history.durable'](db, { durable: true })
  close()
}

function list(
  db: WriteDb,
  connectionId: number,
  at: number,
  kind: 'petra' | 'customer',
  tenants: readonly { id: string; name: string; microsoftTenantId?: string }[],
): void {
  const rows = tenants.map(({ id, name, microsoftTenantId = null }) => ({
    externalId: id,
    kind,
    name,
    microsoftTenantId,
    vendorPaused: false,
  }))
  writes['tenants.listed'](db, { connectionId, listing: { tenants: rows, complete: [kind] }, at })
}

/** The day itself; after a month's end also its last day, which settles the month's units. */
function usageDays(at: number): string[] {
  const today = dayOf(at)
  const day = Number(today.slice(8))
  return day <= stepDays ? [dayOf(at - day * dayMs), today] : [today]
}

/** Each billing period, read at its end and again five days later. */
function recordPeriods(
  db: WriteDb,
  connectionId: number,
  tenantId: number,
  customer: SimulatedCustomer,
  begun: number,
  until: number,
): void {
  for (let at = begun; at < until; at += 30 * dayMs) {
    const period = cycleAt(customer.cycleDay, dayOf(at))
    const end = Date.parse(`${period.end}T20:00:00Z`)
    for (const readAt of [end, end + 5 * dayMs]) {
      if (readAt >= until) continue
      record(
        db,
        { connectionId, tenantId, dataset: 'genesys.trustee-overview', params: '' },
        readAt,
        overviewBody(customer, period, readAt),
      )
    }
  }
}

function record(
  db: WriteDb,
  target: { connectionId: number; tenantId: number | null; dataset: DatasetId; params: string },
  at: number,
  payload: unknown,
): void {
  const runId = writes['run.start'](db, { ...target, trigger: 'schedule', at })
  writes['run.record'](db, { runId, at: at + 400, requests: 1, bytes: new TextEncoder().encode(JSON.stringify(payload)) })
}
