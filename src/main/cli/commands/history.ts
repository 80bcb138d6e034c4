import type { Command } from 'commander'
import type { VerifyAnswer } from '../../../shared/contract/maintenance-answers.ts'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import type { SnapshotAnswer, SnapshotDetail } from '../../../shared/contract/snapshot-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import type { Bind } from '../bind.ts'
import { show, showNamed } from '../show.ts'
import { facts, table, time } from '../table.ts'
import { tenantCell, tenantNames } from '../tenant-names.ts'
import { monthOption, usageError, wholeNumber } from '../usage.ts'

const snapshotId = wholeNumber('A snapshot')

/** `snapshots`, `snapshot`, `verify`, `rebuild-facts`. */
export function addHistoryCommands(program: Command, bind: Bind): void {
  program
    .command('snapshots')
    .description('list what was collected')
    .option('--tenant <tenant>', 'its id, its external id or its unique name')
    .option('--dataset <dataset>', 'such as petra.billable-users')
    .option('--month <month>', 'such as 2026-10', monthOption('--month'))
    .action(bind((terminal, options: RouteInput<'snapshots.list'>) => showNamed(terminal, 'snapshots.list', options, snapshotsText)))

  const snapshot = program
    .command('snapshot')
    .description('show one snapshot with its holders and evidence')
    .argument('<id>', 'its number', snapshotId)
    .option('--raw', 'print the vendor’s response, rebuilt from the history (users and SKUs are sorted)')
    .option('--received', 'print the received bytes, if they were kept')
    .action(
      bind(async (terminal, id: number, options: { raw?: boolean; received?: boolean }) => {
        if (options.raw && options.received) throw usageError('Pass either --raw or --received, not both.')
        if (options.raw) {
          const { text } = await terminal.ask('snapshots.raw', { id })
          await terminal.write(`${text}\n`)
          return
        }
        if (options.received) {
          const { receivedBytes } = await import('../../core/evidence/read-snapshots.ts')
          await terminal.write(receivedBytes((await terminal.app()).reader, id))
          return
        }
        const detail = await terminal.ask('snapshots.get', { id })
        const names = await tenantNames(terminal)
        const { people, warningsInFull: _, ...row } = detail
        await terminal.print({ ...row, holders: people }, () => detailText(detail, names))
      }),
    )

  snapshot
    .command('set-aside')
    .description('exclude a wrong snapshot from every figure; it stays as evidence')
    .argument('<id>', 'its number', snapshotId)
    .requiredOption('--reason <text>', 'why')
    .action(
      bind(async (terminal, id: number, options: { reason: string }) => {
        await showNamed(terminal, 'snapshots.setAside', { id, reason: options.reason }, (row, names) => snapshotsText([row], names))
      }),
    )

  snapshot
    .command('take-back')
    .description('include a set-aside snapshot again')
    .argument('<id>', 'its number', snapshotId)
    .action(bind((terminal, id: number) => showNamed(terminal, 'snapshots.takeBack', { id }, (row, names) => snapshotsText([row], names))))

  program
    .command('verify')
    .description('rebuild every snapshot and check its hash, and compare the month facts with the snapshots')
    .action(
      bind(async (terminal) => {
        terminal.progress('Rebuilding every snapshot …')
        const answer = await terminal.ask('history.verify', {})
        await terminal.print(answer, () => verifyText(answer))
        const { damaged, facts } = answer
        if (damaged.length > 0) {
          terminal.note('seatledger: damage was found. Restore a backup from before the damage: seatledger restore FILE.')
        }
        if (facts.wrong.length > 0) {
          terminal.note('seatledger: month facts differ from the snapshots. Rebuild them: seatledger rebuild-facts.')
        }
        return damaged.length + facts.wrong.length === 0 ? 0 : 1
      }),
    )

  program
    .command('rebuild-facts')
    .description('rebuild the month facts, from which figures are read')
    .action(
      bind((terminal) =>
        show(
          terminal,
          'history.rebuildFacts',
          {},
          (answer) => `The facts of ${answer.months} ${answer.months === 1 ? 'month' : 'months'} were rebuilt.`,
        ),
      ),
    )
}

function verifyText({ snapshots, verified, damaged, facts }: VerifyAnswer): string {
  const wiped = snapshots - verified - damaged.length
  const head = `${verified} of ${snapshots} snapshots verified.`
  const wrong = facts.wrong.map(({ tenant, dataset, month }) => `${month} of ${tenant === null ? dataset : `tenant ${tenant}`}`)
  const notes = [
    ...(wiped > 0 ? [`${wiped} contain erased entries.`] : []),
    ...(damaged.length > 0 ? [`Damaged: ${damaged.join(', ')}.`] : []),
    ...(wrong.length > 0 ? [`Month facts that differ: ${wrong.join(', ')}.`] : []),
  ]
  return [head, ...notes].join(' ')
}

function snapshotsText(rows: SnapshotAnswer[], names: Map<number, string>): string {
  return table(
    ['ID', 'TENANT', 'DATASET', 'MONTH', 'REPORTED', 'HOLDERS', 'PERIOD', 'NOTES'],
    rows.map((row) => [
      row.id,
      tenantCell(row.tenant, names),
      row.dataset,
      row.month,
      time(row.reportedAt),
      row.holders,
      period(row),
      notes(row),
    ]),
    'No snapshots. Run `seatledger collect`.',
  )
}

function period({ periodStart, periodEnd }: SnapshotAnswer): string | null {
  return periodStart === null ? null : `${periodStart} … ${periodEnd ?? '?'}`
}

function notes(row: SnapshotAnswer): string {
  return [...(row.setAside === null ? [] : ['set aside']), ...row.warnings].join(', ')
}

function detailText(detail: SnapshotDetail, names: Map<number, string>): string {
  const { totals } = detail
  const head = facts([
    ['snapshot', detail.id],
    ['tenant', tenantCell(detail.tenant, names)],
    ['dataset', detail.dataset],
    ['month', detail.month],
    ['reported by the vendor', time(detail.reportedAt)],
    ['collected', time(detail.observedAt)],
    ['period', period(detail)],
    [
      [figureNames.reported, figureNames.listed, figureNames.recounted, figureNames.units].join(' / '),
      [totals.reported, totals.listed, totals.recounted, totals.units].map((total) => total ?? '–').join(' / '),
    ],
    ['SHA-256', detail.sha256],
    ...(detail.setAside === null ? [] : [['set aside', detail.setAside.reason] as [string, string]]),
    ...detail.warningsInFull.map((warning): [string, string] => [`! ${warning.code}`, warning.message]),
  ])
  const people = detail.people === null ? 'Holders are unknown: the vendor sent totals only.' : ''
  const holders =
    detail.people === null || detail.people.length === 0
      ? people
      : table(
          ['HOLDER', 'NAME', 'SIGN-IN NAME', 'ENABLED', 'SKUS'],
          detail.people.map((holder) => [
            holder.id,
            holder.displayName,
            holder.userPrincipalName,
            holder.accountEnabled,
            holder.skus.length,
          ]),
          '',
        )
  const charges =
    detail.charges.length === 0
      ? ''
      : table(
          ['CHARGE', 'NAME', 'PART', 'GROUPING', 'UNIT', 'USED', 'COMMITTED'],
          detail.charges.map((charge) => [
            charge.chargeId,
            charge.name,
            charge.partNumber,
            charge.grouping,
            charge.unit,
            charge.used,
            charge.committed,
          ]),
          '',
        )
  return [head, holders, charges].filter((part) => part !== '').join('\n\n')
}
