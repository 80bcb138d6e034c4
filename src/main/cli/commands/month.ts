import type { Command } from 'commander'
import type { ApprovalAnswer, ApprovedValue } from '../../../shared/contract/approval-answers.ts'
import type { Bind } from '../bind.ts'
import { table, time } from '../table.ts'
import { tenantCell, tenantNames } from '../tenant-names.ts'
import { monthOption } from '../usage.ts'

/** `month show`, `month approve`, `month withdraw`. */
export function addMonthCommands(program: Command, bind: Bind): void {
  const month = program.command('month').description('approve months and see which figures have moved since')
  for (const [name, description, route] of [
    ['show', 'show whether a month is approved and which figures have moved since', 'approvals.get'],
    ['approve', 'freeze the figures of a month that is over', 'approvals.approve'],
    ['withdraw', 'withdraw an approval; it stays on record', 'approvals.withdraw'],
  ] as const) {
    month
      .command(name)
      .description(description)
      .argument('<month>', 'such as 2026-10', monthOption('The month'))
      .action(
        bind(async (terminal, month: string) => {
          const answer = await terminal.ask(route, { month })
          const names = await tenantNames(terminal)
          await terminal.print(answer, () => approvalText(answer, names))
        }),
      )
  }
}

function approvalText({ month, approved, values }: ApprovalAnswer, names: Map<number, string>): string {
  if (approved === null) return `${month} is not approved.`
  const head = `${month} was approved on ${time(approved.at)}, with rule revision ${approved.ruleRevision} (${approved.timeZone}).`
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
  return moved.length === 0 ? `${head}\n${list}` : `${head}\n${moved.length} of ${values.length} figures have moved since:\n\n${list}`
}

const amount = (value: string | null, { currency }: ApprovedValue) => (value === null || currency === null ? value : `${value} ${currency}`)
