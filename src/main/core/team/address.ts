/** The address of a team's database. */
import { isIP } from 'node:net'
import { AppError } from '../base/errors.ts'
import { isLoopback } from '../vendors/origin.ts'

/** The parts of an address. `host` is a folder for a socket on this machine. */
export interface TeamAddress {
  user: string
  host: string
  port: number
  database: string
  /** False only for a server on this machine. */
  tls: boolean
}

const example = 'postgres://anna@db.example.com/seatledger'

/** Parses an address. Throws `BAD_REQUEST` that says what is wrong. A password is refused, since the address is stored. */
export function parseTeamUrl(text: string): TeamAddress {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol)) throw refused(`It must have the form ${example}.`)
  if (url.password !== '') {
    throw refused('It must not contain the password, because the address is stored. Pass the password with --secret-env or --secret-stdin.')
  }
  const unknown = [...url.searchParams.keys()].filter((key) => key !== 'host' && key !== 'sslmode')
  if (unknown.length > 0) throw refused(`"${unknown[0]}" is not supported. Only sslmode and host can follow the question mark.`)
  const socket = url.searchParams.get('host')
  if (socket !== null && !socket.startsWith('/')) throw refused('?host= must be the folder of a socket, such as /var/run/postgresql.')
  const user = decodeURIComponent(url.username)
  const database = decodeURIComponent(url.pathname.slice(1))
  if (user === '' || database === '' || database.includes('/')) throw refused(`It must contain a user and a database, such as ${example}.`)
  const host = socket ?? url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (host === '') throw refused(`It must contain a host, such as ${example}.`)
  const mode = url.searchParams.get('sslmode')
  const isHere = socket !== null || isLoopback(url.hostname)
  if (mode !== null && mode !== 'verify-full' && !(mode === 'disable' && isHere)) {
    throw refused('Connections to other machines always verify the certificate, so sslmode can only be verify-full.')
  }
  return { user, host, port: url.port === '' ? 5432 : Number(url.port), database, tls: mode === 'verify-full' || !isHere }
}

/** The name that the server's certificate must have; null for an IP address, which is compared with the certificate's IP addresses. */
export const serverName = ({ host }: TeamAddress): string | null => (isIP(host) === 0 ? host : null)

const refused = (why: string) => new AppError('BAD_REQUEST', `This is not a valid address of a team’s database. ${why}`)
