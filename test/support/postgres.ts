/** A separate PostgreSQL cluster: made with `initdb` in a temporary folder, on a free loopback port, and removed afterwards. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** The folder of PostgreSQL's programs, newest version first; null if it is not installed. Debian does not put them on PATH. */
function programs(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(':')]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
}

/** Why no cluster can run here, or null. */
export function postgresObstacle(): string | null {
  if (programs() === null) return 'no PostgreSQL server is installed (Debian: apt-get install postgresql)'
  if (process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).error !== undefined)
    return 'root cannot run a server, and setpriv is not installed'
  if (openFolder() === null) return 'another user may not enter the temporary folder, and PostgreSQL does not run as root'
  return null
}

/** A temporary folder that the server's user can enter; root's own temporary folder may be private. Null if there is none. */
function openFolder(): string | null {
  const canEnter = (folder: string) =>
    asServer.length === 0 || spawnSync(asServer[0]!, [...asServer.slice(1), 'test', '-x', folder]).status === 0
  return [tmpdir(), '/tmp', '/var/tmp'].find((folder) => existsSync(folder) && canEnter(folder)) ?? null
}

/** PostgreSQL refuses to run as root. */
const nobody = 65_534
const asServer = process.getuid?.() === 0 ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--'] : []

export interface Postgres {
  port: number
  folder: string
  /** The superuser's password. */
  password: string
  /** For a cluster with `ssl`: its self-signed certificate (PEM) for 127.0.0.1. */
  certificate: string | null
  /** Creates an empty database; returns its name. */
  createDatabase(): Promise<string>
  /** An address for `team connect`, of the superuser or another user. */
  url(database: string, user?: string): string
  /** Runs statements as the superuser. */
  sql<Row extends object = Record<string, unknown>>(database: string, text: string, values?: unknown[]): Promise<Row[]>
  start(): Promise<void>
  /** Stops the server; `immediate` as in a crash. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
  /** Stops it and removes its folder. */
  remove(): Promise<void>
}

/** Creates and starts a cluster. `settings` are added to its configuration. */
export async function startPostgres(settings: Record<string, string> = {}): Promise<Postgres> {
  const bin = programs()
  if (bin === null) throw new Error(postgresObstacle() ?? '')
  const folder = mkdtempSync(join(openFolder() ?? tmpdir(), 'seatledger-pg-'))
  const data = join(folder, 'data')
  const password = 'password of the owner'
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  mkdirSync(data, { mode: 0o700 })
  if (asServer.length > 0) for (const path of [folder, passwordFile, data]) chownSync(path, nobody, nobody)
  run(bin, 'initdb', [
    '-D',
    data,
    '-U',
    'owner',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-sync',
    '-E',
    'UTF8',
    '--locale=C',
  ])
  const certificate = settings.ssl === 'on' ? makeCertificate(data) : null
  const port = await freePort()
  // The tests kill processes, never the machine, so nothing has to reach the disk.
  const configuration: Record<string, string> = {
    fsync: 'off',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: '60',
    ...settings,
  }
  let server: ReturnType<typeof spawn> | null = null
  let databases = 0

  async function start(): Promise<void> {
    const args = ['-D', data, '-p', String(port), ...Object.entries(configuration).flatMap(([key, value]) => ['-c', `${key}=${value}`])]
    const [program, ...rest] = [...asServer, join(bin!, 'postgres'), ...args]
    let output = ''
    const child = spawn(program!, rest, { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH, LC_ALL: 'C' } })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4_000)
    })
    server = child
    for (let attempt = 0; attempt < 400; attempt += 1) {
      if (child.exitCode !== null) throw new Error(`PostgreSQL did not start: ${output}`)
      try {
        await sql('postgres', 'SELECT 1')
        return
      } catch {
        await sleep(25)
      }
    }
    throw new Error(`PostgreSQL does not answer: ${output}`)
  }

  async function stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    const child = server
    server = null
    if (child === null || child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await ended
  }

  async function sql<Row extends object>(database: string, text: string, values?: unknown[]): Promise<Row[]> {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'owner', password, database })
    await client.connect()
    try {
      return (await client.query<Row>(text, values)).rows
    } finally {
      await client.end()
    }
  }

  try {
    await start()
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  return {
    port,
    folder,
    password,
    certificate,
    async createDatabase() {
      databases += 1
      const name = `team_${databases}`
      await sql('postgres', `CREATE DATABASE ${name}`)
      return name
    },
    url: (database, user = 'owner') => `postgres://${user}@127.0.0.1:${port}/${database}`,
    sql,
    start,
    stop,
    async remove() {
      await stop('immediate')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function run(bin: string, name: string, args: string[]): void {
  const [program, ...rest] = [...asServer, join(bin, name), ...args]
  const { status, stderr, error } = spawnSync(program!, rest, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${name} failed: ${error?.message ?? stderr}`)
}

/** Makes the server's key and certificate with OpenSSL, which PostgreSQL needs anyway. */
function makeCertificate(data: string): string {
  const [key, certificate] = [join(data, 'server.key'), join(data, 'server.crt')]
  const args = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=team',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
  ]
  const { status, stderr, error } = spawnSync('openssl', [...args, '-keyout', key, '-out', certificate], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`openssl failed: ${error?.message ?? stderr}`)
  chmodSync(key, 0o600)
  if (asServer.length > 0) for (const path of [key, certificate]) chownSync(path, nobody, nobody)
  return readFileSync(certificate, 'utf8')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
