/** Three hosts of a team record and exchange while they and the server are killed; in the end all of them must have the same snapshots, once each. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createApp, type TerminalApp } from '../../src/main/core/app.ts'
import { systemClock } from '../../src/main/core/base/clock.ts'
import { silentLog } from '../../src/main/core/log/file-log.ts'
import { createMemoryStore } from '../../src/main/core/secrets/memory-store.ts'
import { type Postgres, startPostgres } from '../support/postgres.ts'
import { bundled } from './bundle.ts'
import type { Tally } from './kills.ts'

const hosts = 3
const signal = new AbortController().signal

/** Every fourth incident restarts the server, half of these by crashing it; the others kill a host. */
export async function killTeam({ kills, random }: { kills: number; random: () => number }): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'seatledger-team-'))
  const childFile = await bundled('team-child')
  const postgres = await startPostgres()
  const env = { DB_PASSWORD: postgres.password }
  const acknowledged = new Set<string>()
  let children: Host[] = []
  try {
    const database = await postgres.createDatabase()
    for (let host = 0; host < hosts; host += 1) await prepare(join(folder, String(host)), postgres, database, env)
    children = Array.from({ length: hosts }, (_, host) => startHost(childFile, join(folder, String(host)), host, env, acknowledged))
    await Promise.all(children.map(({ ready }) => ready))
    for (let incident = 0; incident < kills; incident += 1) {
      await sleep(random() * 300)
      if (incident % 4 === 3) {
        await postgres.stop(incident % 8 === 3 ? 'immediate' : 'fast')
        await sleep(random() * 200)
        await postgres.start()
        continue
      }
      const host = Math.floor(random() * hosts)
      await children[host]!.kill()
      children[host] = startHost(childFile, join(folder, String(host)), host, env, acknowledged)
      await children[host]!.ready
    }
    for (const child of children) await child.kill()
    children = []
    const { snapshots, wrong } = await compare(folder, env, acknowledged)
    return {
      kind: 'team',
      tried: kills,
      survived: wrong.length === 0 ? kills : 0,
      met: `${snapshots} snapshots on ${hosts} hosts, ${acknowledged.size} acknowledged`,
      lost: wrong,
    }
  } finally {
    for (const child of children) await child.kill()
    await postgres.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Host {
  ready: Promise<unknown>
  kill(): Promise<void>
}

function startHost(childFile: string, dataDir: string, host: number, env: Record<string, string>, acknowledged: Set<string>): Host {
  const child: ChildProcess = fork(childFile, [dataDir, String(host)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  })
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: { kind: 'ready' } | { kind: 'recorded'; mark: string }) => {
      if (message.kind === 'ready') resolve()
      else acknowledged.add(message.mark)
    })
    child.once('exit', (code) => reject(new Error(`a host ended by itself (${code})`)))
  })
  // Killed before it was ready.
  ready.catch(() => {})
  return {
    ready,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

const openApp = (dataDir: string, env: Record<string, string>): Promise<TerminalApp> =>
  createApp({
    dataDir,
    clock: systemClock,
    fetch: globalThis.fetch,
    secrets: createMemoryStore('a test has none'),
    log: silentLog,
    env,
    host: 'browser',
    saveAs: null,
  })

async function prepare(dataDir: string, postgres: Postgres, database: string, env: Record<string, string>): Promise<void> {
  const app = await openApp(dataDir, env)
  try {
    const at = Date.UTC(2026, 0, 1)
    await app.api['settings.set']({ key: 'timeZone', value: 'UTC' }, { signal })
    await app.writer.call('connection.add', {
      name: 'Petra',
      provider: 'petra',
      config: '{}',
      at,
      secretKind: 'env',
      secretEnv: 'PETRA_KEY',
    })
    const tenants = ['T1', 'T2', 'T3'].map((externalId) => ({
      externalId,
      kind: 'petra' as const,
      name: externalId,
      microsoftTenantId: null,
      vendorPaused: false,
    }))
    await app.writer.call('tenants.listed', { connectionId: 1, listing: { tenants, complete: ['petra'] }, at })
    await app.api['team.connect']({ url: postgres.url(database), secret: { env: 'DB_PASSWORD' } }, { signal })
  } finally {
    await app.stop()
  }
}

/** Exchanges until nothing is left, then compares. */
async function compare(folder: string, env: Record<string, string>, acknowledged: ReadonlySet<string>) {
  const apps = await Promise.all(Array.from({ length: hosts }, (_, host) => openApp(join(folder, String(host)), env)))
  const wrong: string[] = []
  try {
    for (const _ of ['publish', 'pull']) for (const app of apps) await app.team.sync(signal, () => {})
    const evidence = apps.map(evidenceOf)
    const [first = []] = evidence
    for (const [host, rows] of evidence.entries()) {
      if (JSON.stringify(rows) !== JSON.stringify(first))
        wrong.push(`host ${host} has ${rows.length} snapshots, host 0 ${first.length}, or other hashes`)
      const marks = new Set(rows.map(({ mark }) => mark))
      if (marks.size !== rows.length) wrong.push(`host ${host} has a snapshot twice`)
      const missing = [...acknowledged].filter((mark) => !marks.has(mark))
      if (missing.length > 0) wrong.push(`host ${host} lost ${missing.length} acknowledged snapshots`)
    }
    for (const [host, app] of apps.entries()) {
      const { snapshots, verified, damaged } = await app.api['history.verify']({}, { signal })
      if (verified !== snapshots || damaged.length > 0) wrong.push(`host ${host}: ${verified} of ${snapshots} verified`)
      const status = await app.api['team.status']({}, { signal })
      if (status.team?.waiting !== 0 || status.team.server?.behind !== 0 || status.team.refused.length > 0)
        wrong.push(`host ${host} is not done`)
    }
    const figures = await Promise.all(apps.map(figuresOf))
    if (new Set(figures).size !== 1) wrong.push('the figures differ')
    return { snapshots: first.length, wrong }
  } finally {
    await Promise.all(apps.map((app) => app.stop()))
  }
}

const evidenceOf = ({ reader }: TerminalApp) =>
  reader.sqlite
    .prepare<[], { mark: string; sha256: string }>(
      `SELECT t.external_id || ' ' || s.observed_at mark, hex(s.sha256) sha256 FROM snapshot s JOIN series r ON r.id = s.series_id
       JOIN tenant t ON t.id = r.tenant_id ORDER BY 1`,
    )
    .all()

/** A year of each tenant's figures, and its changes. */
async function figuresOf({ api }: TerminalApp): Promise<string> {
  const answers: unknown[] = []
  for (const figure of ['reported', 'recounted', 'units', 'listed'] as const) {
    answers.push(await api['trend.get']({ figure, from: '2026-01', to: '2026-12', sum: false, grain: 'month' }, { signal }))
  }
  return JSON.stringify(answers, (key, value) => (key === 'snapshotId' ? null : value))
}
