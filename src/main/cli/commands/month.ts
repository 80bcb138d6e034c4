import type { Command } from 'commander'
import type { ApprovalAnswer, ApprovedValue } from '../../../shared/contract/approval-answers.ts'
import type { Bind } from '../bind.ts'
import { table, time } from '../table.ts'
import { tenantCell, tenantNames } from '../tenant-names.ts'
import type { Terminal } from '../terminal.ts'
import { monthOption } from '../usage.ts'

/** `month show`, `month approve`, `month withdraw`. */
export function addMonthCommands(program: Command, bind: Bind): void {
  const month = program.command('month').description('approve months, and show which figures have changed since')
  const add = (name: string, description: string) =>
    month.command(name).description(description).argument('<month>', 'such as 2026-10', monthOption('The month'))
  const print = async (terminal: Terminal, answer: ApprovalAnswer) => {
    const names = await tenantNames(terminal)
    await terminal.print(answer, () => approvalText(answer, names))
  }
  add('show', 'show whether a month is approved, and which figures have changed since').action(
    bind(async (terminal, month: string) => print(terminal, await terminal.ask('approvals.get', { month }))),
  )
  add('approve', 'approve a month that is over, which stores its figures as they are')
    .option('--note <text>', 'a note to store with the approval')
    .option('--by <name>', 'the name to record (default: the system’s user)')
    .action(
      bind(async (terminal, month: string, options: { note?: string; by?: string }) =>
        print(terminal, await terminal.ask('approvals.approve', { month, ...options })),
      ),
    )
  add('withdraw', 'withdraw an approval; it stays on record').action(
    bind(async (terminal, month: string) => print(terminal, await terminal.ask('approvals.withdraw', { month }))),
  )
}

function approvalText({ month, approved, values }: ApprovalAnswer, names: Map<number, string>): string {
  if (approved === null) return `${month} is not approved.`
  const by = approved.by === null ? '' : ` by ${approved.by}`
  const note = approved.note === null ? '' : `\n${approved.note}`
  const head = `${month} was approved on ${time(approved.at)}${by}, with rule revision ${approved.ruleRevision} (${approved.timeZone}).${note}`
  const moved = values.filter((value) => value.moved)
  const list = table(
    ['TENANT', 'FIGURE', 'APPROVED', 'NOW', 'SNAPSHOT', 'SNAPSHOT NOW'],
    moved.map((value) => [
      tenantCell(value.tenant, names),
      value.label,
      amount(value.approved, value),
      amount(value.now, value),
      value.snapshotId,
      value.snapshotIdNow,
    ]),
    `All ${values.length} figures are as approved.`,
  )
  return moved.length === 0 ? `${head}\n${list}` : `${head}\n${moved.length} of ${values.length} figures have changed since:\n\n${list}`
}

const amount = (value: string | null, { currency }: ApprovedValue) => (value === null || currency === null ? value : `${value} ${currency}`)
