import type { Command } from 'commander'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import type { Bind } from '../bind.ts'
import { monthOption, usageError } from '../usage.ts'

interface DeleteOptions {
  tenant?: string
  before?: string
  yes?: boolean
}

/** `delete`. */
export function addDataCommands(program: Command, bind: Bind): void {
  program
    .command('delete')
    .description('delete history: of one tenant, or everything before a month')
    .option('--tenant <tenant>', 'its id, its external id or its unique name')
    .option('--before <month>', 'such as 2025-01', monthOption('--before'))
    .option('--yes', 'do not ask for confirmation')
    .action(
      bind(async (terminal, { tenant, before, yes }: DeleteOptions) => {
        if ((tenant === undefined) === (before === undefined)) throw usageError('Pass either --tenant TENANT or --before MONTH.')
        const what = tenant === undefined ? `everything before ${before}` : `the history of tenant ${tenant}`
        if (!yes && !(await terminal.confirm(`Delete ${what}? This cannot be undone.`))) {
          throw usageError('Nothing was deleted. Pass --yes to confirm.')
        }
        const answer = await terminal.ask(
          'history.delete',
          (tenant === undefined ? { before } : { tenant }) as RouteInput<'history.delete'>,
        )
        const { removed, backups } = answer
        await terminal.print(answer, () =>
          [
            `Deleted: ${removed.snapshots} snapshots, ${removed.holders} holders.`,
            ...(backups.length === 0
              ? []
              : [
                  `These files may still contain the deleted data: ${backups.join(', ')}. Delete them too, including copies in the second folder.`,
                ]),
          ].join('\n'),
        )
      }),
    )
}
