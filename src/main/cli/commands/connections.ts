import type { Command } from 'commander'
import type { ConnectionAnswer, ConnectionCheck } from '../../../shared/contract/connection-answers.ts'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import type { Bind } from '../bind.ts'
import { show } from '../show.ts'
import { facts, table, time } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { usageError, wholeNumber } from '../usage.ts'

interface SecretOptions {
  secretEnv?: string
  secretStdin?: boolean
}

interface PetraOptions extends SecretOptions {
  baseUrl?: string
  requestsPerMinute?: number
  check: boolean
}

interface GenesysOptions extends SecretOptions {
  clientId: string
  region?: string
  apiUrl?: string
  loginUrl?: string
  ownOrg?: boolean
  cycleDay?: number
  cycleSince?: string
  customers?: boolean
  check: boolean
}

/** `connect`, `credential`, `check`, `connections`, `disconnect`. */
export function addConnectionCommands(program: Command, bind: Bind): void {
  const connect = program.command('connect').description('add a connection: one set of credentials at one vendor')
  withSecret(
    connect
      .command('petra')
      .description('a Petra API key')
      .argument('<name>', 'your name for it')
      .option('--base-url <url>', 'the API address, if it is not Petra’s own')
      .option('--requests-per-minute <n>', 'request limit for billable-users (1 to 6000)', wholeNumber('--requests-per-minute')),
  )
    .option('--no-check', 'store it without testing the credential')
    .action(
      bind(async (terminal, name: string, options: PetraOptions) => {
        const config = given({ baseUrl: options.baseUrl, requestsPerMinute: options.requestsPerMinute })
        return add(terminal, { provider: 'petra', name, config, secret: await secretOf(terminal, options), check: options.check })
      }),
    )
  withSecret(
    connect
      .command('genesys')
      .description('add an OAuth client of a Genesys Cloud organisation')
      .argument('<name>', 'your name for it')
      .requiredOption('--client-id <id>', 'the OAuth client’s id')
      .option('--region <host>', 'such as mypurecloud.de')
      .option('--api-url <url>', 'with --login-url, instead of a region')
      .option('--login-url <url>', 'with --api-url, instead of a region')
      .option('--own-org', 'collect the organisation’s own report')
      .option('--cycle-day <day>', 'the day on which its billing cycle starts (default 1)', wholeNumber('--cycle-day'))
      .option('--cycle-since <date>', 'collect earlier cycles from this day on')
      .option('--customers', 'collect the customers’ billing overviews'),
  )
    .option('--no-check', 'store it without testing the credential')
    .action(
      bind(async (terminal, name: string, options: GenesysOptions) => {
        const { clientId, region, apiUrl, loginUrl, ownOrg, cycleDay, cycleSince, customers } = options
        const config = given({ clientId, region, apiUrl, loginUrl, ownOrg, cycleDay, cycleSince, customers })
        return add(terminal, { provider: 'genesys', name, config, secret: await secretOf(terminal, options), check: options.check })
      }),
    )

  withSecret(
    program.command('credential').description('replace a connection’s credential and test it').argument('<name>', 'the connection'),
  ).action(
    bind(async (terminal, name: string, options: SecretOptions) =>
      show(terminal, 'connections.credential', { name, secret: await secretOf(terminal, options) }, checkText),
    ),
  )

  program
    .command('check')
    .description('test a connection’s credential')
    .argument('<name>', 'the connection')
    .action(bind((terminal, name: string) => show(terminal, 'connections.check', { name }, checkText)))

  const connections = program
    .command('connections')
    .description('list the connections')
    .action(bind((terminal) => show(terminal, 'connections.list', {}, connectionsText)))

  for (const [name, description, paused] of [
    ['pause', 'stop collecting from a connection; its history is kept', true],
    ['resume', 'resume collecting from a paused connection', false],
  ] as const) {
    connections
      .command(name)
      .description(description)
      .argument('<name>', 'the connection')
      .action(
        bind((terminal, connection: string) =>
          show(terminal, 'connections.pause', { name: connection, paused }, (row) => connectionsText([row])),
        ),
      )
  }

  connections
    .command('cycle-day')
    .description('set the day on which the own organisation’s billing cycles start; collected cycles are unchanged')
    .argument('<name>', 'the connection')
    .argument('<day>', 'a day of the month (1 to 31); in shorter months, the last day', wholeNumber('day'))
    .action(
      bind((terminal, connection: string, day: number) =>
        show(
          terminal,
          'connections.cycleDay',
          { name: connection, day },
          (row) => `${connection}: billing cycles start on day ${row.cycleDay}.`,
        ),
      ),
    )

  program
    .command('disconnect')
    .description('remove a connection and its credential; its history is kept')
    .argument('<name>', 'the connection')
    .option('--delete-history', 'also delete everything that it collected')
    .option('--yes', 'do not ask for confirmation')
    .action(
      bind(async (terminal, name: string, options: { deleteHistory?: boolean; yes?: boolean }) => {
        const question = `Delete everything that "${name}" collected?`
        // The option is explicit enough: a script need not pass --yes as well.
        if (options.deleteHistory && !options.yes && !(await terminal.confirm(question, true))) {
          throw usageError('Nothing was deleted. Pass --yes to confirm.')
        }
        const answer = await terminal.ask('connections.remove', { name, deleteHistory: options.deleteHistory ?? false })
        await terminal.print(answer, () =>
          answer.removed === null
            ? `"${name}" is disconnected. Its history is kept.`
            : `"${name}" is disconnected. Deleted: ${answer.removed.snapshots} snapshots, ${answer.removed.holders} holders.`,
        )
      }),
    )
}

function withSecret(command: Command): Command {
  return command
    .option('--secret-env <variable>', 'the environment variable that holds the credential; only its name is stored')
    .option('--secret-stdin', 'read the credential from standard input and store it in the keychain')
}

async function secretOf(terminal: Terminal, { secretEnv, secretStdin }: SecretOptions): Promise<RouteInput<'connections.add'>['secret']> {
  if ((secretEnv === undefined) === (secretStdin === undefined))
    throw usageError('Pass the credential with either --secret-env VARIABLE or --secret-stdin.')
  if (secretEnv !== undefined) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(secretEnv)) {
      throw usageError('--secret-env expects the name of an environment variable, not the credential itself.')
    }
    return { env: secretEnv }
  }
  return { value: await terminal.readSecret() }
}

async function add(terminal: Terminal, input: RouteInput<'connections.add'>): Promise<void> {
  await show(terminal, 'connections.add', input, (check) => `${checkText(check)}\nNext: seatledger collect`)
}

/** Drops options that were not given, so that the provider's defaults apply. */
function given(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

function checkText(check: ConnectionCheck): string {
  const organisation: [string, string][] = check.organisation === null ? [] : [['organisation', check.organisation]]
  return facts([
    ['connection', check.name],
    ...organisation,
    ...check.parts.map((part): [string, string] => [`${part.ok ? '✓' : '!'} ${part.name}`, part.message]),
  ])
}

function connectionsText(connections: ConnectionAnswer[]): string {
  const list = table(
    ['NAME', 'PROVIDER', 'STATE', 'CREDENTIAL', 'TENANTS', 'LAST RUN', 'ADDRESS'],
    connections.map((row) => [row.name, row.provider, stateText(row), row.secret, row.tenants, time(row.lastRunAt), row.url]),
    'No connections yet. Add one: seatledger connect petra NAME --secret-env VARIABLE',
  )
  const errors = connections.flatMap((row) => (row.lastError === null ? [] : [`${row.name}: ${row.lastError.message}`]))
  return [list, ...errors].join('\n')
}

/** Shows an error along with a pause, since resuming alone would not fix it. */
function stateText({ state, paused }: ConnectionAnswer): string {
  if (!paused) return state
  return state === 'ok' ? 'paused' : `paused, ${state}`
}
