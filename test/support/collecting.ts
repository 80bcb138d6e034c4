/** A collector on a data folder, as in a host: real writer, real HTTP, any clock. Child processes use it too, so it must not import the test runner. */
import type { Clock } from '../../src/main/core/base/clock.ts'
import { type Collector, createCollector } from '../../src/main/core/collector/collector.ts'
import { createPace } from '../../src/main/core/collector/pace.ts'
import type { CollectRequest } from '../../src/main/core/collector/requests.ts'
import { connectionMemory } from '../../src/main/core/connections/sessions.ts'
import type { ReadDb } from '../../src/main/core/database/db.ts'
import type { Log } from '../../src/main/core/log/log.ts'
import { openHistory, openReader } from '../../src/main/core/maintenance/open.ts'
import { createPacedHttp } from '../../src/main/core/vendors/http.ts'
import { providerById } from '../../src/main/core/vendors/providers.ts'
import { openWriter, type Writer } from '../../src/main/core/writer/writer.ts'
import type { EventName, Events } from '../../src/shared/contract/events.ts'
import { directWriter } from './direct-writer.ts'

/** A request to collect everything now. */
export const everything = { kind: 'collect', connectionId: null, tenantId: null, due: false } satisfies CollectRequest

/** Options of a collecting host. */
export interface CollectingOptions {
  dataDir: string
  clock: Clock & { track?<A extends unknown[], R>(work: (...args: A) => Promise<R>): (...args: A) => Promise<R> }
  fetch: typeof globalThis.fetch
  readSecret(): Promise<string>
  settings?: { timeZone: string; collectEveryHours: number; limitsPerKey: boolean }
  pollMs?: number
  /** Writes in this thread, which opens faster, for tests that are not about the writer's thread. */
  direct?: boolean
}

/** A collecting host. */
export interface Collecting {
  collector: Collector
  reader: ReadDb
  writer: Writer
  events: { event: EventName; payload: Events[EventName] }[]
  /** Lines of the log. */
  logged: { level: string; fields: Record<string, unknown>; message: string }[]
  /** Quits as a host does. */
  close(): Promise<void>
}

/** Opens a collecting host. */
export async function openCollecting(options: CollectingOptions): Promise<Collecting> {
  const { clock, dataDir } = options
  const opened = options.direct ? await openDirectWriter(dataDir, clock.now()) : await openWriter(dataDir, { now: clock.now() })
  const writer: Writer = { ...opened, call: clock.track?.(opened.call) ?? opened.call }
  const reader = openReader(dataDir)
  const events: Collecting['events'] = []
  const logged: Collecting['logged'] = []
  const log = logInto(logged)
  const settings = options.settings ?? { timeZone: 'UTC', collectEveryHours: 24, limitsPerKey: false }
  const pace = createPace({ writer, clock, limitsPerKey: () => settings.limitsPerKey }, null)
  const http = createPacedHttp({ fetch: options.fetch, clock, pace, userAgent: 'Seatledger/test' })
  const collector = createCollector({
    dataDir,
    reader,
    writer,
    clock,
    log,
    providerOf: providerById,
    openSession: ({ id, provider, config }) => {
      const { configSchema, open } = providerById(provider)
      return open(configSchema.parse(JSON.parse(config)), {
        http,
        clock,
        readSecret: options.readSecret,
        memory: connectionMemory(id, { reader, writer }),
      })
    },
    refreshTenants: async ({ id }, session, signal) => {
      const listing = await session.listTenants(signal)
      if (listing !== null) await writer.call('tenants.listed', { connectionId: id, listing, at: clock.now() })
    },
    settings: () => settings,
    emit: (event, payload) => void events.push({ event, payload }),
    ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
  })
  let closing: Promise<void> | null = null
  async function closeInOrder(): Promise<void> {
    await collector.stop()
    reader.sqlite.close()
    await opened.close()
  }
  return {
    collector,
    reader,
    writer,
    events,
    logged,
    close: () => (closing ??= closeInOrder()),
  }
}

/** The same writes on the same file, without a worker. */
async function openDirectWriter(dataDir: string, now: number): Promise<Writer> {
  const history = await openHistory(dataDir, now)
  return { ...directWriter(history.db), close: async () => history.close() }
}

function logInto(lines: Collecting['logged']): Log {
  const at = (level: string) => (fields: Record<string, unknown>, message: string) => void lines.push({ level, fields, message })
  const log: Log = { info: at('info'), warn: at('warn'), error: at('error'), scope: () => log }
  return log
}

/** A connection to Petra with the tenants `t1`, `t2` …, listed just now. */
export async function addPetra(
  writer: Writer,
  {
    origin,
    tenants,
    at,
    requestsPerMinute = 1,
    name = 'Petra',
  }: { origin: string; tenants: number; at: number; requestsPerMinute?: number; name?: string },
): Promise<number> {
  const config = JSON.stringify({ baseUrl: origin, requestsPerMinute })
  const { id } = await writer.call('connection.add', { name, provider: 'petra', config, at, secretKind: 'env', secretEnv: 'PETRA_KEY' })
  const listed = Array.from({ length: tenants }, (_, i) => ({
    externalId: `t${i + 1}`,
    kind: 'petra' as const,
    name: `Tenant ${i + 1}`,
    microsoftTenantId: null,
    vendorPaused: false,
  }))
  await writer.call('tenants.listed', { connectionId: id, listing: { tenants: listed, complete: ['petra'] }, at })
  return id
}
