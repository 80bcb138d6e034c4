import type { Command } from 'commander'
import type { ServiceAnswer } from '../../../shared/contract/reconcile-answers.ts'
import type { Bind } from '../bind.ts'
import { servicesText } from '../reconcile-texts.ts'
import { tenantNames } from '../tenant-names.ts'
import type { Terminal } from '../terminal.ts'
import { monthOption, usageError } from '../usage.ts'

interface InForce {
  from?: string
  forAllHistory?: boolean
  who?: string
}

interface SetOptions extends InForce {
  sku: string[]
  counts?: string
  tolerance?: string
  billed?: string
}

interface PersonOptions extends InForce {
  tenant: string
  person: string
  reason: string
}

/** `service`: SKUs that are billed as one. */
export function addServiceCommands(program: Command, bind: Bind): void {
  const service = program.command('service').description('manage services: SKUs that are billed as one, such as "managed user"')
  service
    .command('list')
    .description('list the services of a month, with excluded people')
    .option('--month <month>', 'the month (default: the current month)', monthOption('--month'))
    .action(
      bind(async (terminal, { month }: { month?: string }) => {
        await print(terminal, await terminal.ask('services.list', month === undefined ? {} : { month }))
      }),
    )
  inForce(
    service
      .command('set')
      .description('create or change a service')
      .argument('<name>', 'the name on invoices')
      .requiredOption('--sku <id>', 'a SKU of the service (repeatable)', (id: string, ids: string[]) => [...ids, id], [])
      .option('--counts <what>', 'people (who hold at least one of the SKUs) or licences (the sum of holders); default: people')
      .option('--tolerance <seats>', 'the number of seats by which billed and actual can differ and still match; default: 0')
      .option(
        '--billed <when>',
        'arrears (compare with the end of the month) or advance (with the end of the month before); default: arrears',
      ),
  ).action(
    bind(async (terminal, name: string, { sku, counts, tolerance, billed, ...rest }: SetOptions) => {
      const answer = await terminal.ask('services.set', {
        name,
        skus: sku,
        ...(counts === undefined ? {} : { counts: counts as 'people' | 'licences' }),
        ...(tolerance === undefined ? {} : { tolerance }),
        ...(billed === undefined ? {} : { billed: billed as 'arrears' | 'advance' }),
        ...forceOf(rest),
      })
      await print(terminal, answer)
    }),
  )
  inForce(service.command('end').description('end a service').argument('<name>', 'its name')).action(
    bind(async (terminal, name: string, options: InForce) => {
      await print(terminal, await terminal.ask('services.set', { name, skus: [], ...forceOf(options) }))
    }),
  )
  for (const [command, description, excluded] of [
    ['exclude', 'exclude a person of a customer', true],
    ['include', 'include the person again', false],
  ] as const) {
    inForce(
      service
        .command(command)
        .description(description)
        .argument('<name>', 'the service')
        .requiredOption('--tenant <tenant>', 'its id, its external id or its unique name')
        .requiredOption('--person <id>', 'the vendor’s id of the person')
        .requiredOption('--reason <text>', 'why'),
    ).action(
      bind(async (terminal, name: string, { tenant, person, reason, ...rest }: PersonOptions) => {
        await print(terminal, await terminal.ask('services.exclude', { service: name, tenant, person, reason, excluded, ...forceOf(rest) }))
      }),
    )
  }
}

async function print(terminal: Terminal, services: ServiceAnswer[]): Promise<void> {
  const names = await tenantNames(terminal)
  await terminal.print(services, () => servicesText(services, names))
}

function inForce(command: Command): Command {
  return command
    .option('--from <month>', 'the first month in which it applies (default: the current month)', monthOption('--from'))
    .option('--for-all-history', 'apply to every month')
    .option('--who <name>', 'the name to record (default: the system’s user)')
}

function forceOf({ from, forAllHistory, who }: InForce): { from?: string; allHistory?: boolean; who?: string } {
  if (from !== undefined && forAllHistory) throw usageError('Pass either --from or --for-all-history, not both.')
  return {
    ...(from === undefined ? {} : { from }),
    ...(forAllHistory ? { allHistory: true } : {}),
    ...(who === undefined ? {} : { who }),
  }
}
