/** Assembles the parts of the core for one open history. */
import { createApi } from './api/api.ts'
import type { AsOf } from './api/as-of.ts'
import type { BackupChoice } from './api/backup-choice.ts'
import { createDemo, type Demo } from './api/demo.ts'
import type { Encryption } from './api/encryption.ts'
import type { EventSource } from './api/events.ts'
import type { App, AppDeps, CoreApi } from './api/product.ts'
import { copyNow } from './api/second-folder-handlers.ts'
import type { Tasks } from './base/tasks.ts'
import { createTrouble } from './base/trouble.ts'
import { version } from './base/version.ts'
import { type Collector, createCollector } from './collector/collector.ts'
import { createPace } from './collector/pace.ts'
import { refreshTenants } from './connections/refresh-tenants.ts'
import { openConnection, type SessionSources } from './connections/sessions.ts'
import type { ReadDb } from './database/db.ts'
import { historyFile, historyFilesIn } from './database/files.ts'
import { tryUnlock, unlockFile } from './database/unlock.ts'
import { scheduleDailyBackups } from './maintenance/daily-backup.ts'
import { openReader } from './maintenance/open.ts'
import { readSetting } from './settings/settings.ts'
import { createTeam, type Team } from './team/team.ts'
import { createPacedHttp } from './vendors/http.ts'
import { providerById } from './vendors/providers.ts'
import { openWriter, type Writer } from './writer/writer.ts'

/** One open history and the parts that use it. */
export interface Core extends Omit<App, 'api' | 'events' | 'isLocked'> {
  api: CoreApi
  asOf: AsOf
  collector: Collector
  team: Team
  demo: Demo
  reader: ReadDb
  writer: Writer
}

/** Parts that survive replacing the history. */
export interface Lasting {
  events: EventSource
  tasks: Tasks
  backups: BackupChoice
  encryption: Encryption
}

/**
 * Opens the history of a data folder. `again`: the folder had a history before, so a missing one is an error. Nothing runs until `start` or the
 * first request.
 * Throws `DATA_DIR_UNWRITABLE`, `DISK_FULL`, `DB_LOCKED`, `DB_DAMAGED`, `DB_FROM_NEWER_VERSION`, `DB_HISTORY_MISMATCH`, `HOST_RUNNING`, `DATA_DIR_GONE`,
 * `KEY_MISSING`, `KEY_WRONG`, `KEYCHAIN_FAILED`, `SECRET_MISSING`.
 */
export async function openCore(deps: AppDeps, { events, tasks, backups, encryption }: Lasting, again: boolean): Promise<Core> {
  const { dataDir, clock, log } = deps
  await unlockFile(historyFile(dataDir), deps)
  await tryUnlock(historyFilesIn(dataDir), deps)
  const writer = await openWriter(dataDir, { now: clock.now(), again })
  const reader = await openReaderOrClose(dataDir, writer)
  const limitsPerKey = () => readSetting(reader, 'limitsPerKey')
  const team = createTeam({
    dataDir,
    reader,
    writer,
    clock,
    log: log.scope('team'),
    secrets: deps.secrets,
    env: deps.env,
    emit: events.emit,
    limitsPerKey,
    onLeasesChanged: () => collector.replan(),
    outlivesCommand: deps.host !== 'terminal',
  })
  const sources = {
    reader,
    writer,
    clock,
    secrets: deps.secrets,
    env: deps.env,
    httpOf: (connectionId: number) =>
      createPacedHttp({
        fetch: deps.fetch,
        clock,
        pace: team.paceOf(connectionId, createPace({ writer, clock, limitsPerKey }, connectionId)),
        userAgent: `Seatledger/${version}`,
      }),
  } satisfies SessionSources
  const collector: Collector = createCollector({
    dataDir,
    reader,
    writer,
    clock,
    log: log.scope('collect'),
    providerOf: providerById,
    openSession: (connection) => openConnection(connection, sources),
    refreshTenants: (connection, session, signal) => refreshTenants(connection, session, sources, signal),
    settings: () => ({
      timeZone: readSetting(reader, 'timeZone'),
      collectEveryHours: readSetting(reader, 'collectEveryHours'),
      limitsPerKey: limitsPerKey(),
    }),
    elsewhere: () => team.elsewhere(),
    emit: events.emit,
  })
  const demo = createDemo({ dataDir, reader, writer, clock, log: log.scope('demo'), fillDemo: deps.fillDemo ?? null, emit: events.emit })
  const backupTrouble = createTrouble({ what: 'Today’s backup was not made.', next: 'Seatledger retries within an hour.' })
  const troubles = [collector.trouble, backupTrouble.current]
  const { api, asOf } = createApi({ ...deps, ...sources, collector, team, demo, tasks, backups, encryption, troubles }, events.emit)
  log.info({ version, host: deps.host, platform: process.platform, node: process.versions.node }, 'opened the history')
  let stopping: Promise<void> | null = null
  let endBackups: (() => Promise<void>) | null = null
  return {
    api,
    asOf,
    collector,
    team,
    demo,
    reader,
    writer,
    start: (onRole) => {
      collector.start(onRole)
      demo.resume()
      team.start()
      endBackups ??= scheduleDailyBackups({
        reader,
        writer,
        dataDir,
        now: clock.now,
        keep: () => readSetting(reader, 'backupsKept'),
        copyToSecond: () => copyNow({ dataDir, reader, clock }),
        trouble: backupTrouble,
        log,
      })
    },
    wake: () => collector.wake('host'),
    suspend: () => collector.suspend(),
    setPaused: (paused) => collector.setPaused(paused),
    stop: () => (stopping ??= stopInOrder()),
  }

  /** Stops everything that writes, then closes readers, and the writer last: a reader closed last would leave the write-ahead log behind. */
  async function stopInOrder(): Promise<void> {
    await demo.stop()
    await collector.stop()
    await team.stop()
    await endBackups?.()
    await asOf.stop()
    reader.sqlite.close()
    await writer.close()
  }
}

async function openReaderOrClose(dataDir: string, writer: Writer): Promise<ReadDb> {
  try {
    return openReader(dataDir)
  } catch (error) {
    await writer.close()
    throw error
  }
}
