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
  const mapping = program.command('mapping').description('what customers and products of invoices are, and how files are read')
  mapping
    .command('list')
    .description('every mapping, also those that were replaced or removed')
    .action(bind((terminal) => showNamed(terminal, 'mappings.list', {}, mappingsText)))
  mapping
    .command('set')
    .description('say what a customer or product is; it is remembered')
    .argument('<kind>', 'customer or product')
    .argument('<key>', 'its name in the file, or its key as reconcile shows it (id:… or name:…)')
    .argument('[target]', 'a tenant; or petra:unit, sku:ID or service:NAME')
    .option('--leave-out', 'leave its lines out instead')
    .option('--reason <text>', 'why they are left out')
    .option('--who <name>', 'who says so (default: the system’s user)')
    .action(
      bind(async (terminal, kind: string, key: string, target: string | undefined, { leaveOut, reason, who }: SetOptions) => {
        if (kind !== 'customer' && kind !== 'product') throw usageError(`A mapping is of a customer or a product, not of "${kind}".`)
        if ((target === undefined) !== (leaveOut === true)) throw usageError('Name what it is, or say --leave-out.')
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
  const profiles = mapping.command('profiles').description('how columns of files are read')
  profiles
    .command('list')
    .description('the profiles that recognise files by their columns')
    .action(bind((terminal) => show(terminal, 'profiles.list', {}, profilesText)))
  profiles
    .command('remove')
    .description('remove a profile; invoices that were read with it stay')
    .argument('<name>', 'its name')
    .action(bind((terminal, name: string) => show(terminal, 'profiles.remove', { name }, profilesText)))
}
