import type { Command } from 'commander'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import type { TeamAnswer, TeamCheck, TeamConflict } from '../../../shared/contract/team-answers.ts'
import { decodeText } from '../../../shared/domain/decode-text.ts'
import type { Bind } from '../bind.ts'
import { show } from '../show.ts'
import { facts, table, time } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { usageError, wholeNumber } from '../usage.ts'

interface ConnectOptions {
  secretEnv?: string
  secretStdin?: boolean
  ca?: string
}

/** `team`: a team's history on PostgreSQL. */
export function addTeamCommands(program: Command, bind: Bind): void {
  const team = program.command('team').description('share a history between machines, on PostgreSQL')
  withAccess(team.command('connect').description('join a team; if the user owns the database, its tables are created or updated')).action(
    bind(async (terminal, url: string, options: ConnectOptions) => {
      const answer = await terminal.ask('team.connect', await accessOf(terminal, url, options))
      await terminal.print(
        answer,
        () => `${statusText(answer)}\nNext: seatledger team sync (or leave the app, \`serve\` or \`watch\` running)`,
      )
    }),
  )
  withAccess(team.command('check').description('test an address and say what joining would do; changes nothing')).action(
    bind(async (terminal, url: string, options: ConnectOptions) => {
      const found = await terminal.ask('team.check', await accessOf(terminal, url, options))
      await terminal.print(found, () => checkText(found))
    }),
  )
  team
    .command('status')
    .description('show whether the exchange with the team works, and what is waiting')
    .action(
      bind(async (terminal) => {
        const { team: answer } = await terminal.ask('team.status', {})
        await terminal.print({ team: answer }, () => (answer === null ? notJoined : statusText(answer)))
        return answer === null || answer.problem === null ? 0 : 1
      }),
    )
  team
    .command('sync')
    .description('publish and pull now')
    .action(
      bind(async (terminal) => {
        const { team: joined } = await terminal.app()
        const done = await joined.sync(terminal.signal, ({ published, pulled }) => {
          terminal.progress(`published ${published}, pulled ${pulled}`)
        })
        terminal.progress(null)
        await terminal.print(
          done,
          () => `Published ${done.published} snapshots, pulled ${done.pulled}. Decisions exchanged: ${done.decided}.`,
        )
      }),
    )
  team
    .command('figures')
    .description('write the figures of every month for BI; the last two months are updated automatically')
    .action(
      bind(async (terminal) => {
        const { team: joined } = await terminal.app()
        const changed = await joined.publishFigures(terminal.signal)
        await terminal.print({ changed }, () => `Months written, by tenant: ${changed}.`)
      }),
    )
  team
    .command('conflicts')
    .description('list conflicting decisions of two people, with both values')
    .action(bind((terminal) => show(terminal, 'team.conflicts', {}, conflictsText)))
  team
    .command('settle')
    .description('settle a conflict: keep theirs, which is in force, or replace it with mine for everybody')
    .argument('<id>', 'its number, as `team conflicts` shows it', wholeNumber('id'))
    .requiredOption('--keep <which>', 'mine or theirs')
    .option('--by <name>', 'the name to record (default: the system’s user)')
    .action(
      bind(async (terminal, id: number, { keep, by }: { keep: string; by?: string }) => {
        if (keep !== 'mine' && keep !== 'theirs') throw usageError('--keep expects mine or theirs.')
        await show(terminal, 'team.settle', { id, keep, ...(by === undefined ? {} : { by }) }, (left) =>
          left.length === 0 ? 'Settled. There are no other conflicts.' : `Settled.\n${conflictsText(left)}`,
        )
      }),
    )
  team
    .command('disconnect')
    .description('leave the team; the history is kept on this machine and on the server')
    .action(
      bind(async (terminal) => {
        await terminal.ask('team.disconnect', {})
        await terminal.print(
          { disconnected: true },
          () => 'This data folder has left the team. Its history is kept, and what it published stays on the server.',
        )
      }),
    )
  team
    .command('roles')
    .description('print the SQL that grants rights on the team’s database')
    .action(
      bind(async (terminal) => {
        const { rolesSql } = await import('../../core/team/roles.ts')
        await terminal.write(rolesSql)
      }),
    )
}

function withAccess(command: Command): Command {
  return command
    .argument('<url>', 'postgres://USER@HOST:PORT/DATABASE, without the password')
    .option('--secret-env <variable>', 'the environment variable that holds the password; only its name is stored')
    .option('--secret-stdin', 'read the password from standard input; `connect` stores it in the keychain')
    .option('--ca <file>', 'the certificate authority (PEM) of the server, if the system does not know it')
}

const accessOf = async (terminal: Terminal, url: string, options: ConnectOptions): Promise<RouteInput<'team.connect'>> => ({
  url,
  ...(await secretOf(terminal, options)),
  ...(await caOf(options)),
})

const notJoined = 'This data folder does not belong to a team. Join one: seatledger team connect postgres://USER@HOST/DATABASE'

async function secretOf(
  terminal: Terminal,
  { secretEnv, secretStdin }: ConnectOptions,
): Promise<Pick<RouteInput<'team.connect'>, 'secret'>> {
  if (secretEnv !== undefined && secretStdin === true)
    throw usageError('Pass the password with --secret-env VARIABLE or --secret-stdin, not both.')
  if (secretEnv !== undefined) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(secretEnv)) {
      throw usageError('--secret-env expects the name of an environment variable, not the password itself.')
    }
    return { secret: { env: secretEnv } }
  }
  return secretStdin === true ? { secret: { value: await terminal.readSecret() } } : {}
}

async function caOf({ ca }: ConnectOptions): Promise<Pick<RouteInput<'team.connect'>, 'ca'>> {
  if (ca === undefined) return {}
  const { readFile } = await import('node:fs/promises')
  try {
    // A certificate that PowerShell has saved is UTF-16.
    const decoded = decodeText(await readFile(ca))
    if ('text' in decoded && decoded.text.includes('-----BEGIN CERTIFICATE-----')) return { ca: decoded.text }
  } catch {
    throw usageError(`--ca: ${ca} cannot be read.`)
  }
  throw usageError(`--ca: ${ca} is not a PEM certificate.`)
}

const joiningWords = {
  create: 'creates the team: the database is empty',
  update: 'updates the team’s tables, which an older version made; every machine then needs this version',
  use: 'takes part in this team',
} satisfies Record<TeamCheck['tables'], string>

function checkText({ tables, version, tls, user, snapshots, machines, here }: TeamCheck): string {
  return facts([
    ['server', `PostgreSQL ${version}, ${tls ? 'TLS with a checked certificate' : 'without TLS, on this machine'}`],
    ['user', user],
    ['joining', joiningWords[tables]],
    ['to publish', `${here} snapshots of this history`],
    ['to pull', `${snapshots} snapshots of the team`],
    ['machines', machines.length === 0 ? 'none yet' : machines.join('; ')],
  ])
}

function statusText({ url, connectedAt, syncedAt, problem, waiting, conflicts, refused, server }: TeamAnswer): string {
  const state = problem === null ? 'works' : `${problem.message} (since ${time(problem.since)})`
  const head = facts([
    ['team', url],
    ['joined', time(connectedAt)],
    ['exchange', state],
    ['last exchange', time(syncedAt) ?? 'not yet'],
    ['to publish', waiting],
    ...(conflicts === 0 ? [] : ([['conflicts', `${conflicts}: see seatledger team conflicts`]] satisfies [string, string][])),
    ...(server === null
      ? []
      : ([
          ['to pull', server.behind],
          ['on the server', `${server.snapshots} snapshots, ${Math.ceil(server.bytes / 1024 / 1024)} MB, PostgreSQL ${server.version}`],
        ] satisfies [string, string | number][])),
  ])
  const machines =
    server === null
      ? []
      : [
          table(
            ['MACHINE', 'SNAPSHOTS', 'LAST PUBLISHED'],
            server.machines.map((each) => [each.here ? `${each.name} (this one)` : each.name, each.snapshots, time(each.lastPublishedAt)]),
            'No machine has published anything yet.',
          ),
        ]
  const leases =
    server?.leases.map(
      ({ connection, machine, here, until }) => `${connection} is collected by ${here ? 'this machine' : machine} (until ${time(until)}).`,
    ) ?? []
  const errors = refused.map(({ seq, message }) => `Snapshot ${seq} of the team was not recorded on this machine: ${message}`)
  return [head, ...machines, ...leases, ...errors].join('\n')
}

function conflictsText(conflicts: TeamConflict[]): string {
  const side = ({ value, by, at }: TeamConflict['mine']) => `${value === null ? 'reversed' : JSON.stringify(value)} (${by}, ${time(at)})`
  return table(
    ['ID', 'KIND', 'ABOUT', 'IN FORCE', 'MINE'],
    conflicts.map(({ id, kind, subject, mine, theirs }) => [id, kind, subject, side(theirs), side(mine)]),
    'No conflicts.',
  )
}
