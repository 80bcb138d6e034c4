/**
 * Fills an empty history with 18 months of made-up answers. The vendors are simulated in this process and the clock is simulated;
 * everything in between is the production code: the providers, the paced client, the planner, the runs, the writer.
 */

import type { ProviderId } from '../../shared/domain/vendors.ts'
import type { FillDemo } from '../core/api/product.ts'
import { type Candidate, candidatesAt } from '../core/collector/candidates.ts'
import { collectTarget } from '../core/collector/collect-target.ts'
import { inOrder, isOpen } from '../core/collector/due.ts'
import { type CollectRows, readCollectRows } from '../core/collector/rows.ts'
import { readConnections } from '../core/connections/read.ts'
import { openConnection } from '../core/connections/sessions.ts'
import type { ConnectionRow } from '../core/connections/writes.ts'
import { createMemoryStore } from '../core/secrets/memory-store.ts'
import { secretAccount } from '../core/secrets/read-secret.ts'
import { readSetting } from '../core/settings/settings.ts'
import { createPacedHttp, type Pace } from '../core/vendors/http.ts'
import type { ProviderSession, TenantListing } from '../core/vendors/provider.ts'
import { providerById } from '../core/vendors/providers.ts'
import { demoCalendar } from './calendar.ts'
import { demoGenesysWorld } from './demo-genesys-world.ts'
import { demoPetraTenants } from './demo-petra-tenants.ts'
import { demoRules } from './demo-rules.ts'
import { petraWorld } from './generate-petra-world.ts'
import { type LeapingClock, leapingClock } from './leaping-clock.ts'
import { memoryNetwork } from './memory-network.ts'
import { simulatedGenesys, simulatedGenesysClient } from './simulated-genesys.ts'
import { simulatedPetra, simulatedPetraKey } from './simulated-petra.ts'

const seed = 'seatledger demo'

/** The state message of the demo's connections. */
const vendorsGone =
  'This is a demo with made-up history: its simulated vendors no longer run. To connect a real vendor, use another data folder.'

/** Fills a history that is empty or has an interrupted demo, which is resumed at its next sweep. */
export const fillDemo: FillDemo = async ({ reader, writer, log, now, timeZone, signal, onProgress }) => {
  const begun = readSetting(reader, 'demoFilling') ?? { openedAt: now, timeZone, sweeps: 0 }
  const keepProgress = (sweeps: number) => writer.call('setting.set', { key: 'demoFilling', value: { ...begun, sweeps } })
  const { from, until, sweeps } = demoCalendar(begun.openedAt, begun.timeZone)
  const clock = leapingClock(sweeps[begun.sweeps]?.at ?? begun.openedAt)
  const hosts = { petra: 'petra.demo.invalid', genesys: 'genesys.demo.invalid' }
  const fetch = memoryNetwork({
    [hosts.petra]: simulatedPetra({
      clock,
      world: petraWorld({
        seed,
        organisation: 'Lindgate Communications',
        from,
        until,
        tenants: demoPetraTenants({ seed, from, until }),
      }),
    }),
    [hosts.genesys]: simulatedGenesys({ clock, world: demoGenesysWorld({ seed, from, until }) }),
  })
  const secrets = createMemoryStore('The demo keeps no secrets.')
  try {
    await writer.call('setting.set', { key: 'demo', value: true })
    await keepProgress(begun.sweeps)
    await writer.call('history.durable', { durable: false })
    await writer.call('run.closeInterrupted', { at: clock.now() })
    const known = readConnections(reader)
    if (known.length === 0) await addRules()
    const connections = [
      await connect(known, 'petra', 'Petra (demo)', { baseUrl: `https://${hosts.petra}` }, simulatedPetraKey),
      await connect(
        known,
        'genesys',
        'Genesys Cloud (demo)',
        {
          clientId: simulatedGenesysClient.id,
          apiUrl: `https://${hosts.genesys}`,
          loginUrl: `https://${hosts.genesys}`,
          ownOrg: true,
          cycleDay: 21,
          customers: true,
        },
        simulatedGenesysClient.secret,
      ),
    ]
    const http = createPacedHttp({ fetch, clock, pace: paceInMemory(clock), userAgent: 'Seatledger/demo' })
    const open = (row: ConnectionRow) => openConnection(row, { reader, writer, secrets, env: {}, clock, httpOf: () => http })
    const sessions = new Map(connections.map((row) => [row.id, open(row)]))
    const listed = new Map<number, string>()
    for (const [index, sweep] of sweeps.entries()) {
      if (index < begun.sweeps) continue
      signal.throwIfAborted()
      clock.leapTo(sweep.at)
      for (const row of connections) {
        await listTenants(row.id, sessions.get(row.id), listed)
      }
      const rows = readCollectRows(reader)
      await sweepOnce(rows, sessions, sweep.at)
      await keepProgress(index + 1)
      onProgress({ done: index + 1, total: sweeps.length })
    }
    await writer.call('setting.set', { key: 'demoFilling', value: null })
  } finally {
    await writer.call('history.durable', { durable: true })
  }

  async function addRules(): Promise<void> {
    const raisedFrom = `${until.slice(0, 4)}-01`
    for (const rule of demoRules({ from: from.slice(0, 7), raisedFrom, at: clock.now() })) await writer.call('rule.add', rule)
  }

  async function connect(
    known: readonly ConnectionRow[],
    provider: ProviderId,
    name: string,
    config: object,
    secret: string,
  ): Promise<ConnectionRow> {
    const text = JSON.stringify(providerById(provider).configSchema.parse(config))
    const row =
      known.find((each) => each.name === name) ??
      (await writer.call('connection.add', { name, provider, config: text, at: clock.now(), secretKind: 'session', secretEnv: null }))
    // Stopped from the start: a running host's scheduler must not request from simulated vendors in real time.
    await writer.call('connection.state', { id: row.id, state: 'stopped', code: 'STOPPED', message: vendorsGone })
    await secrets.set(secretAccount(row), secret)
    return row
  }

  async function listTenants(connectionId: number, session: ProviderSession | undefined, listed: Map<number, string>): Promise<void> {
    const listing: TenantListing | null = (await session?.listTenants(signal)) ?? null
    const text = JSON.stringify(listing)
    if (listing === null || listed.get(connectionId) === text) return
    listed.set(connectionId, text)
    await writer.call('tenants.listed', { connectionId, listing, at: clock.now() })
  }

  /** Lanes run concurrently, as in the collector. */
  async function sweepOnce(rows: CollectRows, sessions: ReadonlyMap<number, ProviderSession>, sweepAt: number): Promise<void> {
    // What an interrupted sweep collected is later than its start, which must not count as written by a clock that was ahead.
    const all = candidatesAt(rows, sweepAt, { providerOf: providerById, limitsPerKey: false, now })
    const open = inOrder(
      all.filter((each) => each.stopCode === null && isOpen(each, sweepAt)),
      all,
      sweepAt,
      24,
    )
    const lanes = [...Map.groupBy(open, (each) => each.lane).values()]
    await Promise.all(lanes.map((lane) => runLane(lane, sessions)))
  }

  async function runLane(lane: readonly Candidate[], sessions: ReadonlyMap<number, ProviderSession>): Promise<void> {
    const waiting = lane.values()
    const runEach = async () => {
      for (const candidate of waiting) {
        signal.throwIfAborted()
        const session = sessions.get(candidate.connectionId)
        if (session !== undefined)
          await collectTarget({ writer, clock, log }, { candidate, trigger: 'schedule', reason: 'due', notBefore: null }, session, signal)
      }
    }
    // Two at a time: one answer is fetched while the writer's thread records the other.
    await Promise.all([runEach(), runEach()])
  }
}

/** The simulated vendors end with the demo, so their rate limits need not be stored. */
function paceInMemory(clock: LeapingClock): Pace {
  const nextAt = new Map<string, number>()
  return {
    async reserve(route, spacingMs, signal) {
      const slot = Math.max(clock.now(), nextAt.get(route) ?? 0)
      nextAt.set(route, slot + spacingMs)
      const waitMs = slot - clock.now()
      if (waitMs > 0) await clock.sleep(waitMs, signal)
    },
    async limited(route, at) {
      nextAt.set(route, Math.max(at, nextAt.get(route) ?? 0))
    },
  }
}
