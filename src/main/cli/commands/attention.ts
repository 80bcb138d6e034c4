import type { Command } from 'commander'
import { type AttentionAnswer, type Finding, findingKinds } from '../../../shared/contract/attention-answers.ts'
import type { MoneyTotal } from '../../../shared/contract/licence-answers.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import type { Bind } from '../bind.ts'
import { show } from '../show.ts'
import { type Cell, table } from '../table.ts'
import { tenantCell, tenantNames } from '../tenant-names.ts'
import { monthOption, usageError } from '../usage.ts'

interface MuteOptions {
  month?: string
  reason: string
  until?: string
  by?: string
}

/** `attention`, `attention mute`, `attention unmute`. */
export function addAttentionCommands(program: Command, bind: Bind): void {
  const attention = program
    .command('attention')
    .description('show costs to check: one line per kind, largest amount first')
    .option('--month <month>', 'such as 2026-10 (default: the latest)', monthOption('--month'))
    .option('--kind <kind>', `list the items of one kind: ${findingKinds.join(', ')}`, kindOption)
    .action(
      bind(async (terminal, { month, kind }: { month?: string; kind?: string }) => {
        const answer = await terminal.ask('attention.get', month === undefined ? {} : { month })
        const chosen = kind === undefined ? answer : { ...answer, lines: answer.lines.filter((line) => line.kind === kind) }
        const names = await tenantNames(terminal)
        await terminal.print(chosen, () => (kind === undefined ? linesText(answer) : itemsText(chosen, names)))
      }),
    )

  attention
    .command('mute')
    .description('mute an item: it stays in the list but is no longer counted or summed')
    .argument('<id>', 'the id of an item, from `attention --kind KIND`')
    .requiredOption('--reason <text>', 'the reason')
    .option('--until <day>', 'the last day on which it is muted, such as 2027-03-31 (default: no end)')
    .option('--month <month>', 'the month in which the item is listed (default: the latest)', monthOption('--month'))
    .option('--by <name>', 'the name to record (default: the system’s user)')
    .action(
      bind((terminal, id: string, options: MuteOptions, command: Command) =>
        show(
          terminal,
          'attention.mute',
          { id, ...options, ...monthOf(options, command) },
          (answer) => `${id} is muted. ${linesText(answer)}`,
        ),
      ),
    )

  attention
    .command('unmute')
    .description('unmute an item; the mute stays on record')
    .argument('<id>', 'the id of a muted item')
    .option('--month <month>', 'the month to show (default: the latest)', monthOption('--month'))
    .option('--by <name>', 'the name to record (default: the system’s user)')
    .action(
      bind((terminal, id: string, options: Omit<MuteOptions, 'reason'>, command: Command) =>
        show(
          terminal,
          'attention.unmute',
          { id, ...options, ...monthOf(options, command) },
          (answer) => `${id} is no longer muted. ${linesText(answer)}`,
        ),
      ),
    )
}

/** `--month` is also an option of `attention` itself; commander then gives it to the parent command. */
function monthOf({ month }: { month?: string }, command: Command): { month?: string } {
  const given = month ?? command.parent?.opts<{ month?: string }>().month
  return given === undefined ? {} : { month: given }
}

function kindOption(text: string): string {
  if (!findingKinds.some((kind) => kind === text)) throw usageError(`There is no kind "${text}". Available: ${findingKinds.join(', ')}.`)
  return text
}

function linesText({ month, lines, muted }: AttentionAnswer): string {
  const list = table(
    ['KIND', 'WHAT', 'ITEMS', 'AMOUNT', 'WITHOUT A PRICE', 'MUTED'],
    lines.map(({ kind, title, count, sums, withoutPrice, muted }): Cell[] => [
      kind,
      title,
      count,
      moneyText(sums),
      withoutPrice || null,
      muted || null,
    ]),
    'Nothing needs attention.',
  )
  const last = muted === 0 ? '' : `\n\n${muted} muted. \`attention --kind KIND\` lists them too.`
  return `${month}\n\n${list}${last}`
}

function itemsText({ month, lines }: AttentionAnswer, names: Map<number, string>): string {
  const list = table(
    ['ID', 'TENANT', 'PERSON', 'AMOUNT', 'WHAT', 'MUTED'],
    lines.flatMap(({ items }) =>
      items.map((item): Cell[] => [
        item.id,
        tenantCell(item.tenant, names),
        item.person === null ? null : personName(item.person),
        moneyText(item.money),
        item.text,
        muteText(item),
      ]),
    ),
    'No items of this kind.',
  )
  return `${[month, ...lines.map(({ title }) => title)].join(': ')}\n\n${list}`
}

const moneyText = (money: readonly MoneyTotal[]): string | null =>
  money.map(({ amount, currency }) => `${amount} ${currency}`).join(', ') || null

function muteText({ muted }: Finding): string | null {
  return muted === null ? null : `${muted.until === null ? 'permanently' : `until ${muted.until}`}, by ${muted.by}: ${muted.reason}`
}
