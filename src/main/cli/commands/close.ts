import type { Command } from 'commander'
import type { CloseAnswer, Correction } from '../../../shared/contract/closing-answers.ts'
import type { Bind } from '../bind.ts'
import { showNamed } from '../show.ts'
import { table, time } from '../table.ts'
import { tenantCell } from '../tenant-names.ts'
import { monthOption } from '../usage.ts'

/** `close`. */
export function addCloseCommand(program: Command, bind: Bind): void {
  program
    .command('close')
    .description('show the checklist for closing a month, each step with its next command')
    .option('--month <month>', 'such as 2026-10 (default: the latest month that is over)', monthOption('--month'))
    .action(
      bind(async (terminal, options: { month?: string }) => {
        await showNamed(terminal, 'closing.get', options, closeText)
      }),
    )
}

function closeText({ month, over, steps, closed, corrections, exports }: CloseAnswer, names: Map<number, string>): string {
  if (!over) return `${month} is not over, so it cannot be closed yet.`
  const list = table(
    ['', 'STEP', 'WHAT', 'NEXT'],
    steps.map(({ step, done, text, next }) => [done ? '✓' : '·', step, text, next === null ? null : `seatledger ${next}`]),
    '',
  )
  const files = table(
    ['FILE', 'TENANTS', 'ROWS', 'MADE', 'BY', 'SHA-256'],
    exports.map((made) => [
      `${made.what}, ${made.format}`,
      made.tenant === null ? 'all' : tenantCell(made.tenant, names),
      made.rows,
      time(made.at),
      made.by,
      made.sha256,
    ]),
    '',
  )
  return [
    `${month}: ${closed ? 'closed' : 'open'}`,
    list,
    correctionsText(`Corrected by the vendor after ${month} was approved`, corrections.ofThis, names),
    correctionsText('Corrections of earlier, approved months, included in this month', corrections.lines, names),
    files,
  ]
    .filter(Boolean)
    .join('\n\n')
}

function correctionsText(title: string, corrections: readonly Correction[], names: Map<number, string>): string {
  if (corrections.length === 0) return ''
  const list = table(
    ['MONTH', 'LINE OF', 'TENANT', 'FIGURE', 'APPROVED', 'NOW', 'CORRECTION', 'CURRENCY', 'SNAPSHOT'],
    corrections.map((each) => [
      each.month,
      each.lineOf,
      tenantCell(each.tenant, names),
      each.label,
      each.approved,
      each.now,
      each.delta,
      each.currency,
      each.snapshotId,
    ]),
    '',
  )
  return `${title}:\n\n${list}`
}
