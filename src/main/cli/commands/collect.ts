import type { Command } from 'commander'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import type { Bind } from '../bind.ts'
import { queueText, runsText } from '../collect-texts.ts'
import { showNamed } from '../show.ts'
import { wholeNumber } from '../usage.ts'

interface CollectOptions {
  connection?: string
  tenant?: string
  due?: boolean
}

/** `collect`, `backfill`, `watch`, `runs`, `queue`. */
export function addCollectCommands(program: Command, bind: Bind): void {
  program
    .command('collect')
    .description('collect now, within the vendors’ rate limits')
    .option('--connection <name>', 'only one connection')
    .option('--tenant <tenant>', 'only one tenant: its id, its external id or its unique name')
    .option('--due', 'only what is due')
    .action(
      bind(async (terminal, { connection, tenant, due = false }: CollectOptions) => {
        const { collectAndReport } = await import('../collect-and-report.ts')
        return collectAndReport(terminal, ({ collectRequest }, reader) => collectRequest(reader, { connection, tenant, due }))
      }),
    )

  program
    .command('backfill')
    .description('collect a connection’s earlier periods, as far back as the vendor has them')
    .argument('<connection>', 'the connection')
    .option('--periods <n>', 'at most this many periods back', wholeNumber('--periods'))
    .action(
      bind(async (terminal, connection: string, { periods }: { periods?: number }) => {
        const { collectAndReport } = await import('../collect-and-report.ts')
        return collectAndReport(terminal, ({ backfillRequest }, reader) => backfillRequest(reader, { connection, periods }))
      }),
    )

  program
    .command('watch')
    .description('collect what is due, until stopped')
    .action(
      bind(async (terminal) => {
        const { watch } = await import('../watch.ts')
        await watch(terminal)
      }),
    )

  program
    .command('runs')
    .description('list collection runs and their outcomes')
    .option('--tenant <tenant>', 'its id, its external id or its unique name')
    .option('--failed', 'only failed runs')
    .option('--limit <n>', 'at most this many, newest first (default 100)', wholeNumber('--limit'))
    .action(bind((terminal, options: RouteInput<'runs.list'>) => showNamed(terminal, 'runs.list', options, runsText)))

  program
    .command('queue')
    .description('list pending requests and the earliest time of each')
    .action(bind((terminal) => showNamed(terminal, 'queue.get', {}, queueText)))
}
