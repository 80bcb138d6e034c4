/** The team of one data folder: joining and leaving it, its state, and the exchange with it in the background. Nothing else waits for the exchange. */
import { randomUUID } from 'node:crypto'
import type { EventName, Events } from '../../../shared/contract/events.ts'
import type { TeamAnswer, TeamCheck, TeamSynced } from '../../../shared/contract/team-answers.ts'
import { minuteMs } from '../../../shared/domain/duration.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { Clock } from '../base/clock.ts'
import { AppError, toErrorShape } from '../base/errors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { readCatalogue } from '../catalogue/catalogue.ts'
import type { ReadDb, WriterOf } from '../database/db.ts'
import { preparedColumn } from '../database/prepared.ts'
import { type ProcessLock, tryProcessLock } from '../database/process-lock.ts'
import { rememberSecret } from '../log/known-secrets.ts'
import type { Log } from '../log/log.ts'
import { requireEnvironmentSecret, requireKeychain } from '../secrets/read-secret.ts'
import { readSetting } from '../settings/settings.ts'
import { parseTeamUrl } from './address.ts'
import type { TeamDb } from './client.ts'
import { createLeases, type Leases } from './lease.ts'
import { readTeam, type TeamRow, teamAccount, waitingCount } from './local-state.ts'
import { createOpener, loadServer } from './opener.ts'
import type { TeamSecrets } from './session.ts'
import type { SyncMemory, SyncWrites } from './sync.ts'

/** The interval of checking the outbox, and of checking the team for new snapshots, ms. */
const lookEveryMs = 5_000
const pullEveryMs = 20_000
/** How many months' figures each round updates for BI: the current one and the one before. */
const monthsForBi = 2
const maxBackOffMs = 5 * minuteMs
/** A lease delays a request to a vendor by at most this, ms. */
const leaseTimeoutMs = 5_000
/** How often success is recorded while nothing happens. */
const noteEveryMs = 5 * minuteMs

/** The dependencies of a team. */
export interface TeamDeps extends TeamSecrets {
  dataDir: string
  reader: ReadDb
  writer: WriterOf<SyncWrites>
  clock: Clock
  log: Log
  emit<E extends EventName>(event: E, payload: Events[E]): void
  limitsPerKey(): boolean
  /** Called when it changes whether a connection may be collected here. */
  onLeasesChanged(): void
  /** False in a terminal, where a password kept in memory would be lost when the command ends. */
  outlivesCommand: boolean
}

/** How to connect to a team's database. */
export interface TeamInput {
  url: string
  /** Null if the server needs no password (a socket on this machine, or trust authentication). */
  secret: { env: string } | { value: string } | null
  /** The certificate authority (PEM) of the server's certificate; null for the system's. */
  ca: string | null
}

/** The team of one data folder. */
export interface Team extends Pick<Leases, 'elsewhere' | 'paceOf'> {
  /** Joins a team. Creates or updates its tables if this user owns them. Throws `BAD_REQUEST`, `TEAM_*`, `NO_KEYCHAIN`. */
  connect(input: TeamInput): Promise<TeamAnswer>
  /** Tests an address without changing anything there or here. Throws what `connect` throws. */
  check(input: TeamInput): Promise<TeamCheck>
  /** The state, even if the server does not answer. Null without a team. */
  status(): Promise<TeamAnswer | null>
  /** Publishes and pulls now. */
  sync(signal: AbortSignal, onProgress: (done: TeamSynced) => void): Promise<TeamSynced>
  /** Writes the figures of all months for BI, not only of the last two; returns how many tenants' months were written. */
  publishFigures(signal: AbortSignal): Promise<number>
  /** Leaves the team; the history is kept. */
  disconnect(): Promise<void>
  /** Exchanges in the background from now on, in one process per data folder. */
  start(): void
  stop(): Promise<void>
}

/** Creates the team; opens nothing until it is used. */
export function createTeam(deps: TeamDeps): Team {
  const { dataDir, reader, writer, clock, log, secrets, env } = deps
  const stopping = new AbortController()
  const opener = createOpener({ secrets, env })
  const quickOpener = createOpener({ secrets, env }, leaseTimeoutMs)
  const reading = { reader, clock, catalogue: () => readCatalogue(reader) }
  const memories = new WeakMap<TeamDb, SyncMemory>()
  let turn: Promise<unknown> = Promise.resolve()
  let running: Promise<unknown> | null = null
  let notedAt = Number.NEGATIVE_INFINITY

  /** Runs one round at a time. A repeated failure keeps the time of the first one. */
  function round(signal: AbortSignal, onProgress: (done: TeamSynced) => void): Promise<TeamSynced> {
    const mine = turn.then(async () => {
      const row = readTeam(reader)
      if (row === null) throw noTeam()
      try {
        const { emptyMemory, monthsWithFigures, publishFigures, runRound } = await loadServer()
        const db = await opener.open(row)
        const memory = getOrAdd(memories, db, emptyMemory)
        const done = await runRound(db, memory, { reader, writer, now: clock.now, log, signal, onProgress })
        if (!memory.figured || done.published + done.pulled + done.decided > 0) {
          await publishFigures({ db, reading, signal }, monthsWithFigures({ reader }).slice(0, monthsForBi))
          memory.figured = true
        }
        if (row.problemCode !== null) log.info({}, 'the team’s database works again')
        if (row.problemCode !== null || done.published + done.pulled + done.decided > 0 || clock.elapsed() - notedAt > noteEveryMs) {
          await writer.call('team.synced', { at: clock.now() })
          notedAt = clock.elapsed()
        }
        if (done.pulled + done.decided > 0 || row.problemCode !== null) deps.emit('history.changed', { at: isoTime(clock.now()) })
        return done
      } catch (error) {
        signal.throwIfAborted()
        await opener.close().catch(() => {})
        const { code, message } = toErrorShape(error)
        if (row.problemCode !== code) {
          log.warn({ code, err: error }, 'the exchange with the team fails; it is tried again')
          await writer.call('team.failed', { at: clock.now(), code, message })
          deps.emit('history.changed', { at: isoTime(clock.now()) })
        }
        throw error
      }
    })
    turn = mine.catch(() => {})
    return mine
  }

  async function loop(signal: AbortSignal): Promise<void> {
    let lock: ProcessLock | null = null
    let failures = 0
    let nextAt = clock.elapsed()
    try {
      while (!signal.aborted) {
        const team = readTeam(reader)
        if (team === null) {
          failures = 0
        } else {
          lock ??= tryProcessLock(dataDir, 'team')
          const isDue = clock.elapsed() >= nextAt || (failures === 0 && waitingCount(reader) > 0)
          if (lock !== null && isDue) {
            try {
              await round(signal, () => {})
              failures = 0
            } catch {
              // Recorded by the round.
              failures += 1
            }
            const wait = failures === 0 ? pullEveryMs : Math.min(pullEveryMs * 2 ** (failures - 1), maxBackOffMs)
            nextAt = clock.elapsed() + wait * (0.75 + clock.random() / 2)
          }
        }
        await clock.sleep(lookEveryMs, signal)
      }
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'the exchange with the team has stopped')
    } finally {
      lock?.release()
    }
  }

  const leases = createLeases({
    dataDir,
    reader,
    writer,
    clock,
    log,
    limitsPerKey: deps.limitsPerKey,
    open: (row) => quickOpener.open(row),
    onChanged: deps.onLeasesChanged,
  })

  return {
    elsewhere: leases.elsewhere,
    paceOf: leases.paceOf,

    async check(input) {
      const { address, db, checkTeam } = await openGiven(input)
      try {
        const found = await checkTeam(db, address)
        return { ...found, here: preparedColumn<number>(reader.sqlite, 'SELECT count(*) FROM snapshot').get()! }
      } finally {
        await db.close()
      }
    },

    async connect(input) {
      const { url, secret, ca } = input
      const { address, db, checkTeam, enterTeam, migrateTeam, readTeamId } = await openGiven(input)
      try {
        await checkTeam(db, address)
        await migrateTeam(db)
        const teamId = await readTeamId(db.query)
        const known = readTeam(reader)
        const machineId = known?.teamId === teamId ? known.machineId : randomUUID()
        await enterTeam(db, { teamId, machineId })
        const secretKind =
          secret === null
            ? ('none' as const)
            : 'env' in secret
              ? ('env' as const)
              : await secrets.set(teamAccount(machineId), secret.value.trim())
        const secretEnv = secret !== null && 'env' in secret ? secret.env : null
        await writer.call('team.join', { url, ca, secretKind, secretEnv, teamId, machineId, at: clock.now() })
        if (known !== null && (known.machineId !== machineId || secretKind === 'env' || secretKind === 'none')) await forgetPassword(known)
      } finally {
        await db.close()
      }
      const joined = readTeam(reader)
      if (joined === null) throw noTeam()
      return statusOf(joined)
    },

    async status() {
      const row = readTeam(reader)
      return row === null ? null : statusOf(row)
    },

    sync: (signal, onProgress) => round(AbortSignal.any([signal, stopping.signal]), onProgress),

    async publishFigures(signal) {
      const row = readTeam(reader)
      if (row === null) throw noTeam()
      const { monthsWithFigures, publishFigures } = await loadServer()
      return publishFigures({ db: await opener.open(row), reading, signal }, monthsWithFigures({ reader }))
    },

    async disconnect() {
      const row = readTeam(reader)
      if (row === null) throw noTeam()
      await turn
      await Promise.all([opener.close(), quickOpener.close()])
      await writer.call('team.leave', {})
      await forgetPassword(row)
    },

    start() {
      running ??= Promise.all([loop(stopping.signal), leases.follow(stopping.signal)])
    },

    async stop() {
      stopping.abort()
      await running
      await turn
      await Promise.all([opener.close(), quickOpener.close()])
    },
  }

  /** The database at an address that was given just now. Throws before anything is sent if it cannot be joined from here. */
  async function openGiven({ url, secret, ca }: TeamInput) {
    if (readSetting(reader, 'demo')) {
      throw new AppError(
        'FORBIDDEN',
        'This data folder contains the demo, and made-up history must not be shared with a team. Join with another data folder.',
      )
    }
    const address = parseTeamUrl(url)
    const password = secret === null ? null : 'env' in secret ? requireEnvironmentSecret(secret.env, env) : secret.value.trim()
    if (password !== null) rememberSecret(password)
    if (secret !== null && 'value' in secret && !deps.outlivesCommand) await requireKeychain(secrets, 'password')
    const modules = await loadServer()
    return { ...modules, address, db: modules.openTeamDb(address, { password, ca }) }
  }

  async function statusOf(row: TeamRow): Promise<TeamAnswer> {
    const { teamStatus } = await loadServer()
    return teamStatus(row, reader, () => opener.open(row))
  }

  async function forgetPassword({ secretKind, machineId }: TeamRow): Promise<void> {
    if (secretKind !== 'keychain' && secretKind !== 'session') return
    try {
      await secrets.delete(teamAccount(machineId))
    } catch (error) {
      log.warn({ err: error }, 'the keychain did not delete the team’s password')
    }
  }
}

const noTeam = () =>
  new AppError(
    'NOT_FOUND',
    'This data folder does not belong to a team. Join one with `seatledger team connect postgres://USER@HOST/DATABASE`.',
  )
