import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { RuleInput } from '../../../shared/contract/routes.ts'
import type { RuleOrigin, RulePreview, RulesAnswer, RuleValue } from '../../../shared/contract/rule-answers.ts'
import { decodeText } from '../../../shared/domain/decode-text.ts'
import { AppError } from '../../core/base/errors.ts'
import type { Bind } from '../bind.ts'
import { show } from '../show.ts'
import { type Cell, table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { monthOption, usageError } from '../usage.ts'

interface InForce {
  from?: string
  forAllHistory?: boolean
  yes?: boolean
}

/** `rules`, `catalogue`, `sku`, `overlap` and `price`. */
export function addRuleCommands(program: Command, bind: Bind): void {
  program
    .command('rules')
    .description('list every rule, with the month from which it applies')
    .action(bind((terminal) => show(terminal, 'rules.list', {}, rulesText)))

  program
    .command('catalogue')
    .description('names of SKUs')
    .command('import')
    .description('import Microsoft’s published list of products')
    .argument('<file>', 'the CSV file as downloaded')
    .action(
      bind(async (terminal, file: string) =>
        show(
          terminal,
          'catalogue.import',
          { csv: await readText(file) },
          (answer) => `${answer.products} products: ${answer.added} new, ${answer.renamed} renamed.`,
        ),
      ),
    )

  const sku = program.command('sku').description('name SKUs, and set whether they are billed or free')
  sku
    .command('label')
    .description('name a SKU; an empty name restores the original one')
    .argument('<id>', 'the vendor’s id of the SKU')
    .argument('<text>', 'the name')
    .action(
      bind(async (terminal, skuId: string, label: string) => {
        await set(terminal, { kind: 'label', skuId, label: label.trim() === '' ? null : label }, {})
      }),
    )
  for (const [name, description, flag, value] of [
    ['exclude', 'mark a SKU as not billed by Petra', 'excludedByVendor', true],
    ['include', 'mark a SKU as billed by Petra', 'excludedByVendor', false],
    ['free', 'mark a SKU as free', 'free', true],
    ['paid', 'mark a SKU as paid', 'free', false],
  ] as const) {
    inForce(sku.command(name).description(description).argument('<id>', 'the vendor’s id of the SKU')).action(
      bind(async (terminal, skuId: string, options: InForce) => {
        await set(terminal, { kind: 'flag', skuId, flag, value, ...forceOf(options) }, options)
      }),
    )
  }

  const overlap = program.command('overlap').description('set which SKUs include others')
  for (const [name, description, active] of [
    ['set', 'report people who hold a SKU and another SKU that includes it', true],
    ['end', 'stop reporting people who hold both', false],
  ] as const) {
    inForce(
      overlap
        .command(name)
        .description(description)
        .argument('<id>', 'the id of the SKU that includes the other')
        .argument('<covered>', 'the id of the included SKU'),
    ).action(
      bind(async (terminal, skuId: string, coveredSkuId: string, options: InForce) => {
        await set(terminal, { kind: 'overlap', skuId, coveredSkuId, active, ...forceOf(options) }, options)
      }),
    )
  }

  const price = program.command('price').description('set prices, each from a month on')
  inForce(
    price
      .command('set')
      .description('set the monthly price of an item')
      .argument('<item>', 'a SKU’s id, or petra:unit')
      .argument('<amount>', 'such as 12.50; "none" ends the price')
      .argument('<currency>', 'such as EUR')
      .option('--connection <name>', 'only for one connection (petra:unit)'),
  ).action(
    bind(async (terminal, item: string, amount: string, currency: string, options: InForce & { connection?: string }) => {
      const { connection } = options
      const rule: RuleInput = {
        kind: 'price',
        item,
        amount: amount === 'none' ? null : amount,
        currency,
        ...(connection === undefined ? {} : { connection }),
        ...forceOf(options),
      }
      await set(terminal, rule, options)
    }),
  )
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new AppError('UNREADABLE_FILE', `${file} cannot be read. Check its name and permissions.`, { cause })
  })
  const decoded = decodeText(bytes)
  if ('problem' in decoded) throw new AppError('UNREADABLE_FILE', `${file} cannot be read: ${decoded.problem} Nothing was imported.`)
  return decoded.text
}

function inForce(command: Command): Command {
  return command
    .option('--from <month>', 'the first month in which it applies (default: the current month)', monthOption('--from'))
    .option('--for-all-history', 'apply to every month; first shows what would change')
    .option('--yes', 'do not ask for confirmation')
}

function forceOf({ from, forAllHistory }: InForce): { from?: string; allHistory?: boolean } {
  if (from !== undefined && forAllHistory) throw usageError('Pass either --from or --for-all-history, not both.')
  return { ...(from === undefined ? {} : { from }), ...(forAllHistory ? { allHistory: true } : {}) }
}

async function set(terminal: Terminal, rule: RuleInput, { forAllHistory, yes }: InForce): Promise<void> {
  if (forAllHistory && !yes) {
    const preview = await terminal.ask('rules.preview', { rule })
    terminal.noteLines(previewText(preview))
    if (!(await terminal.confirm('Apply it to all history?')))
      throw new AppError('CANCELLED', 'Nothing was changed. Pass --yes to confirm.')
  }
  await show(terminal, 'rules.set', { rule }, (saved) => `Saved as rule revision ${saved.revision}.`)
}

function previewText({ moves, more }: RulePreview): string {
  const list = table(
    ['MONTH', 'TENANT', 'FIGURE', 'BEFORE', 'AFTER'],
    moves.map((move) => [move.month, move.tenant, move.figure, inWords(move.before), inWords(move.after)]),
    'No figures would change.',
  )
  return more === 0 ? list : `${list}\n… and ${more} more`
}

const inWords = (value: RuleValue | null): string | null =>
  value === null ? null : [value.value, value.currency].filter(Boolean).join(' ')

function rulesText({ revision, flags, labels, prices, overlaps }: RulesAnswer): string {
  const row = (rule: RuleOrigin, kind: string, of: string, says: string): Cell[] => [rule.revision, kind, of, says, heldFrom(rule)]
  const rows = [
    ...flags.map((rule) => row(rule, rule.flag === 'free' ? 'free' : 'excluded', rule.name, rule.value ? 'yes' : 'no')),
    ...labels.map((rule) => row(rule, 'name', rule.skuId, rule.label ?? 'as known')),
    ...prices.map((rule) =>
      row(
        rule,
        'price',
        rule.connection === null ? rule.name : `${rule.name} of ${rule.connection}`,
        rule.amount === null ? 'none' : `${rule.amount} ${rule.currency}`,
      ),
    ),
    ...overlaps.map((rule) => row(rule, 'overlap', rule.name, `${rule.active ? 'contains' : 'not reported:'} ${rule.coveredName}`)),
  ]
  return `Rule revision ${revision}.\n\n${table(['REVISION', 'RULE', 'OF', 'SAYS', 'HOLDS'], rows, 'No rules.')}`
}

const heldFrom = ({ revision, from }: RuleOrigin): string =>
  revision === null ? 'built in' : from === null ? 'all history' : `from ${from}`
