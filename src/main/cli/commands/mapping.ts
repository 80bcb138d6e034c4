import type { Command } from 'commander'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import type { Bind } from '../bind.ts'
import { mappingsText, profilesText } from '../reconcile-texts.ts'
import { show, showNamed } from '../show.ts'
import { usageError, wholeNumber } from '../usage.ts'

interface SetOptions {
  leaveOut?: boolean
  reason?: string
  who?: string
}

/** `mapping`: maps customers, products and columns of invoices. */
export function addMappingCommands(program: Command, bind: Bind): void {
  const mapping = program.command('mapping').description('map customers and products of invoices, and manage profiles of files')
  mapping
    .command('list')
    .description('list every mapping, including replaced and removed ones')
    .action(bind((terminal) => showNamed(terminal, 'mappings.list', {}, mappingsText)))
  mapping
    .command('set')
    .description('map a customer to a tenant, or a product to an item')
    .argument('<kind>', 'customer or product')
    .argument('<key>', 'its name in the file, or its key as reconcile shows it (id:… or name:…)')
    .argument('[target]', 'for a customer a tenant; for a product petra:unit, sku:ID or service:NAME')
    .option('--leave-out', 'exclude its lines instead')
    .option('--reason <text>', 'the reason')
    .option('--who <name>', 'the name to record (default: the system’s user)')
    .action(
      bind(async (terminal, kind: string, key: string, target: string | undefined, { leaveOut, reason, who }: SetOptions) => {
        if (kind !== 'customer' && kind !== 'product') throw usageError(`Only a customer or a product can be mapped, not "${kind}".`)
        if ((target === undefined) !== (leaveOut === true)) throw usageError('Specify a target, or --leave-out.')
        const given = { key, ...(reason === undefined ? {} : { reason }) }
        const set: RouteInput<'mappings.set'>['mappings'][number] =
          kind === 'customer' ? { kind, ...given, tenant: target ?? null } : { kind, ...given, item: target ?? null }
        await showNamed(terminal, 'mappings.set', { mappings: [set], ...(who === undefined ? {} : { who }) }, mappingsText)
      }),
    )
  mapping
    .command('remove')
    .description('undo a mapping')
    .argument('<id>', 'its number', wholeNumber('The number'))
    .action(bind((terminal, id: number) => showNamed(terminal, 'mappings.remove', { id }, mappingsText)))
  const profiles = mapping.command('profiles').description('manage the profiles that recognise files')
  profiles
    .command('list')
    .description('list the profiles that recognise files by their columns')
    .action(bind((terminal) => show(terminal, 'profiles.list', {}, profilesText)))
  profiles
    .command('remove')
    .description('remove a profile; invoices that were read with it are kept')
    .argument('<name>', 'its name')
    .action(bind((terminal, name: string) => show(terminal, 'profiles.remove', { name }, profilesText)))
}
