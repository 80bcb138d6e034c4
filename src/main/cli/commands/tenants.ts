import type { Command } from 'commander'
import type { TenantAnswer, TenantReport } from '../../../shared/contract/connection-answers.ts'
import type { Bind } from '../bind.ts'
import { show } from '../show.ts'
import { table, time } from '../table.ts'

/** `tenants`, `tenants add`, `tenants reports`, `tenants remove`, `tenants pause`, `tenants resume`. */
export function addTenantCommands(program: Command, bind: Bind): void {
  const tenants = program
    .command('tenants')
    .description('list the tenants')
    .option('--connection <name>', 'only the tenants of one connection')
    .option('--refresh', 'fetch the tenant lists from the vendors first')
    .action(
      bind(async (terminal, options: { connection?: string; refresh?: boolean }) => {
        const { connection, refresh = false } = options
        await show(terminal, 'tenants.list', { refresh, ...(connection === undefined ? {} : { connection }) }, tenantsText)
      }),
    )

  tenants
    .command('add')
    .description('add a tenant manually, if the credential cannot list tenants')
    .argument('<connection>', 'the connection that can access it')
    .argument('<id>', 'the vendor’s id for it')
    .option('--name <text>', 'your name for it')
    .action(
      bind(async (terminal, connection: string, externalId: string, options: { name?: string }) => {
        const name = options.name === undefined ? {} : { name: options.name }
        await show(terminal, 'tenants.add', { connection, externalId, ...name }, (row) => tenantsText([row]))
      }),
    )

  tenants
    .command('reports')
    .description('show when each report of a tenant was collected, or why not and what to do')
    .argument('<tenant>', 'its id, its external id or its unique name')
    .action(bind((terminal, tenant: string) => show(terminal, 'tenants.reports', { tenant }, reportsText)))

  tenants
    .command('remove')
    .description('remove a manually added tenant that has no snapshots')
    .argument('<tenant>', 'its id, its external id or its unique name')
    .action(
      bind((terminal, tenant: string) =>
        show(terminal, 'tenants.remove', { tenant }, (row) => `${row.name} is no longer a tenant of ${row.connection}.`),
      ),
    )

  for (const [name, description, paused] of [
    ['pause', 'stop collecting a tenant; its history is kept', true],
    ['resume', 'resume collecting a paused tenant', false],
  ] as const) {
    tenants
      .command(name)
      .description(description)
      .argument('<tenant>', 'its id, its external id or its unique name')
      .action(bind((terminal, tenant: string) => show(terminal, 'tenants.pause', { tenant, paused }, (row) => tenantsText([row]))))
  }
}

function tenantsText(rows: TenantAnswer[]): string {
  const list = table(
    ['ID', 'NAME', 'CONNECTION', 'EXTERNAL ID', 'STATE', 'LAST SNAPSHOT'],
    rows.map((row) => [row.id, row.name, row.connection, row.externalId, state(row), time(row.lastSnapshotAt)]),
    'No tenants yet. If the credential can list tenants, `collect` finds them; otherwise run: seatledger tenants add CONNECTION ID',
  )
  const errors = rows.flatMap((row) => (row.lastError === null ? [] : [`${row.id} ${row.name}: ${row.lastError.message}`]))
  return [list, ...errors].join('\n')
}

function reportsText(reports: TenantReport[]): string {
  const list = table(
    ['REPORT', 'STATE', 'LAST SNAPSHOT', 'LAST ASKED'],
    reports.map(({ dataset, state, lastSnapshotAt, askedAt }) => [dataset, reportStates[state], time(lastSnapshotAt), time(askedAt)]),
    'This tenant has no reports.',
  )
  const steps = reports.flatMap(({ dataset, error, warnings }) => [
    ...(error === null ? [] : [`${dataset}: ${error.message}`]),
    ...warnings.map(({ message }) => `${dataset}: ${message}`),
  ])
  return [list, ...steps].join('\n')
}

const reportStates: Record<TenantReport['state'], string> = {
  collected: 'collected',
  refused: 'refused',
  missing: 'not available',
  changed: 'changed by the vendor',
  failed: 'failed',
  'not-asked': 'not collected yet',
}

function state(row: TenantAnswer): string {
  if (row.gone) return 'no longer listed'
  if (row.paused) return 'paused'
  if (row.lastError !== null) return row.lastError.code
  return row.vendorPaused ? 'paused by the vendor' : 'ok'
}
