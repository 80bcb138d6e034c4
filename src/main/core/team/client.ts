/** The connection to a team's database, with time-outs and with errors that give the next step. */
import { type ConnectionOptions, checkServerIdentity } from 'node:tls'
import { DrizzleQueryError } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { AppError } from '../base/errors.ts'
import { serverName, type TeamAddress } from './address.ts'

/** Runs one statement. 64-bit values are returned as numbers, since none of ours exceeds 2^53. */
export type Query = <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>

/** An open team's database. Every call throws `TEAM_UNREACHABLE` or `TEAM_REFUSED`. */
export interface TeamDb {
  query: Query
  /** Typed queries on the tables of `schema.ts`. */
  typed<T>(work: (orm: NodePgDatabase) => Promise<T>): Promise<T>
  /** Runs `work` in a transaction, which is rolled back if it throws. */
  inTransaction<T>(work: (query: Query) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const int8 = 20
const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
}

/** Credentials and options of a connection. */
export interface TeamAccess {
  password: string | null
  /** The PEM of the authority to trust instead of the system's. */
  ca: string | null
  /** Time-out of a statement. */
  timeoutMs?: number
}

/** Creates the connection pool; nothing is sent before the first query. */
export function openTeamDb(address: TeamAddress, { password, ca, timeoutMs = 60_000 }: TeamAccess): TeamDb {
  const { user, host, port, database } = address
  const pool = new pg.Pool({
    user,
    host,
    port,
    database,
    // Always set, so that no environment variable or file is used instead.
    password: password ?? '',
    ssl: address.tls ? tlsOptions(address, ca) : false,
    max: 3,
    types: parsers,
    application_name: 'seatledger',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    allowExitOnIdle: true,
    // A server that hangs must not block anything else for longer.
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
    lock_timeout: Math.min(10_000, timeoutMs),
    // A machine suspended within a transaction would make the others wait for its lock.
    idle_in_transaction_session_timeout: 15_000,
  })
  // The next query replaces a broken idle connection.
  pool.on('error', () => {})
  // A connection that breaks during use also emits an event, which would end the process without a listener.
  pool.on('connect', (client) => client.on('error', () => {}))

  async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    let client: pg.PoolClient
    try {
      client = await pool.connect()
    } catch (error) {
      throw asTeamError(error, address)
    }
    let broken = false
    try {
      return await work(client)
    } catch (error) {
      const known = asTeamError(error, address)
      broken = known instanceof AppError && known.code === 'TEAM_UNREACHABLE'
      throw known
    } finally {
      client.release(broken)
    }
  }
  const queryOf =
    (client: pg.PoolClient): Query =>
    async <Row extends object>(text: string, values: unknown[] = []) =>
      (await client.query<Row>(text, values.map(storable))).rows

  return {
    query: (text, values) => withClient((client) => queryOf(client)(text, values)),
    typed: (work) => withClient((client) => work(drizzle(client, { casing: 'snake_case' }))),
    inTransaction: (work) =>
      withClient(async (client) => {
        await client.query('BEGIN')
        try {
          const result = await work(queryOf(client))
          await client.query('COMMIT')
          return result
        } catch (error) {
          // Report the first error. The server rolls back by itself if the connection is gone.
          await client.query('ROLLBACK').catch(() => {})
          throw error
        }
      }),
    close: () => pool.end(),
  }
}

/** Replaces U+0000 in a text, which PostgreSQL cannot hold and a vendor's name may contain; in JSON it is escaped. */
const storable = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value)

function tlsOptions(address: TeamAddress, ca: string | null): ConnectionOptions {
  const name = serverName(address)
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(ca === null ? {} : { ca }),
    // Node checks the certificate against the given host name; the client passes none for an IP address.
    ...(name === null
      ? { checkServerIdentity: (_: string, certificate) => checkServerIdentity(address.host, certificate) }
      : { servername: name }),
  }
}

/** Error codes for an unknown schema, table, column or function: the server was updated, or restored to an older version, while connected. */
const otherTables = new Set(['3F000', '42P01', '42703', '42883'])

const tlsCode = /^(ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_SSL_)/

/** Converts a database error to an `AppError` with the next step. An error caused by a bug (a wrong statement) is returned unchanged. */
export function asTeamError(error: unknown, address: TeamAddress): unknown {
  const { user, host, port, database } = address
  if (error instanceof AppError || !(error instanceof Error)) return error
  // Drizzle's error quotes the statement; its cause is the server's error.
  if (error instanceof DrizzleQueryError) return asTeamError(error.cause, address)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const place = host.startsWith('/') ? `the socket in ${host}` : `${host}:${port}`
  const refused = (message: string) => new AppError('TEAM_REFUSED', message, { data: { reason: code }, cause: error })
  const unreachable = (message: string) => new AppError('TEAM_UNREACHABLE', message, { data: { reason: code }, cause: error })
  if (/no pg_hba\.conf entry|pg_hba\.conf rejects/.test(error.message)) {
    return refused(
      `The team’s database on ${place} lets nobody in from this machine as ${user}. Its administrator adds this machine’s network to pg_hba.conf.`,
    )
  }
  if (code === '28P01' || code === '28000') {
    return refused(
      `The team’s database refused the user ${user}. Check the user and its password, and connect again with \`seatledger team connect\`.`,
    )
  }
  if (/^received invalid response|error establishing an SSL connection/.test(error.message)) {
    return refused(
      `What answers on ${place} is not PostgreSQL. Check the server and the port in the address; PostgreSQL’s own port is 5432.`,
    )
  }
  if (code === '3D000') return refused(`There is no database "${database}" on ${place}. Create it, or correct the address.`)
  if (code === '42501') {
    return refused(
      `The user ${user} lacks a right on the team’s database. The database’s owner can grant it: \`seatledger team roles\` prints the SQL.`,
    )
  }
  if (otherTables.has(code)) {
    return new AppError(
      'TEAM_OTHER_VERSION',
      `The team’s database on ${place} does not have the tables of this version of Seatledger (${error.message}). \`seatledger team status\` compares the two.`,
      { data: { reason: code }, cause: error },
    )
  }
  if (code === '25006')
    return refused(`The team’s database on ${place} is read-only (perhaps a standby). Use the address of the primary server.`)
  if (tlsCode.test(code)) {
    return refused(
      `The certificate of ${place} is not trusted (${error.message}). Use the host name for which it was issued, and pass its authority with --ca FILE.`,
    )
  }
  if (/does not support SSL/.test(error.message)) {
    return refused(`${place} does not offer TLS, which is required for connections to other machines. Turn on \`ssl\` in postgresql.conf.`)
  }
  if (code === '53100') {
    return unreachable(
      'The disk of the team’s database is full. Free some space on the server. Until then, this machine keeps everything and publishes it later.',
    )
  }
  if (code === '55P03' || code === '57014' || /timeout/i.test(error.message)) {
    return unreachable(
      `The team’s database on ${place} is too slow or does not respond. Check the server and the network; once joined, Seatledger retries automatically.`,
    )
  }
  if (/^(08|53|57|58|25P0[123])/.test(code) || isNetwork(code, error.message)) {
    return unreachable(
      `The team’s database on ${place} cannot be reached (${code || error.message}). Check the address, the server and the network; once joined, Seatledger retries automatically.`,
    )
  }
  return error
}

const isNetwork = (code: string, message: string) =>
  /^(E[A-Z]+|EAI_[A-Z]+)$/.test(code) || /Connection terminated|Client was closed|connection is closed|not queryable|ended/i.test(message)
