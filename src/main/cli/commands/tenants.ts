import type { Command } from 'commander'
import type { TenantAnswer } from '../../../shared/contract/answers.ts'
import type { Bind } from '../bind.ts'
import { table, time } from '../table.ts'

/** `tenants` and its parts. */
export function addTenantCommands(program: Command, bind: Bind): void {
  const tenants = program
    .command('tenants')
    .description('list the tenants')
    .option('--connection <name>', 'only those of one connection')
    .option('--refresh', 'ask the vendors for their lists first')
    .action(
      bind(async (terminal, options: { connection?: string; refresh?: boolean }) => {
        const { connection, refresh = false } = options
        const rows = await terminal.ask('tenants.list', { refresh, ...(connection === undefined ? {} : { connection }) })
        await terminal.print(rows, () => tenantsText(rows))
      }),
    )

  tenants
    .command('add')
    .description('add a tenant by hand, where the credential may not list them')
    .argument('<connection>', 'the connection that sees it')
    .argument('<id>', 'the vendor’s id of it')
    .option('--name <text>', 'what you call it')
    .action(
      bind(async (terminal, connection: string, externalId: string, options: { name?: string }) => {
        const row = await terminal.ask('tenants.add', {
          connection,
          externalId,
          ...(options.name === undefined ? {} : { name: options.name }),
        })
        await terminal.print(row, () => tenantsText([row]))
      }),
    )

  tenants
    .command('remove')
    .description('take back a tenant that was added by hand, while it has no snapshot')
    .argument('<tenant>', 'its id, its external id or its unique name')
    .action(
      bind(async (terminal, tenant: string) => {
        const row = await terminal.ask('tenants.remove', { tenant })
        await terminal.print(row, () => `${row.name} is no longer a tenant of ${row.connection}.`)
      }),
    )

  for (const [name, description, paused] of [
    ['pause', 'no longer ask for a tenant; its history stays', true],
    ['resume', 'ask for a paused tenant again', false],
  ] as const) {
    tenants
      .command(name)
      .description(description)
      .argument('<tenant>', 'its id, its external id or its unique name')
      .action(
        bind(async (terminal, tenant: string) => {
          const row = await terminal.ask('tenants.pause', { tenant, paused })
          await terminal.print(row, () => tenantsText([row]))
        }),
      )
  }
}

function tenantsText(rows: TenantAnswer[]): string {
  const list = table(
    ['ID', 'NAME', 'CONNECTION', 'EXTERNAL ID', 'STATE', 'LAST SNAPSHOT'],
    rows.map((row) => [row.id, row.name, row.connection, row.externalId, state(row), time(row.lastSnapshotAt)]),
    'No tenants yet. Where the credential may list them, `collect` brings them; else: seatledger tenants add CONNECTION ID',
  )
  const errors = rows.flatMap((row) => (row.lastError === null ? [] : [`${row.id} ${row.name}: ${row.lastError.message}`]))
  return [list, ...errors].join('\n')
}

function state(row: TenantAnswer): string {
  if (row.gone) return 'no longer listed'
  if (row.paused) return 'paused'
  if (row.lastError !== null) return row.lastError.code
  return row.vendorPaused ? 'paused by the vendor' : 'ok'
}
