import type { Command } from 'commander'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { addAsOf, bindAsOf } from '../as-of.ts'
import { billedHeldText, holdersText } from '../billed-held-text.ts'
import type { Bind } from '../bind.ts'
import { monthsText, overviewText } from '../overview-text.ts'
import { presenceText } from '../presence-text.ts'
import { diffAllText, diffText, licencesText, peopleText, trendText, usageText } from '../report-texts.ts'
import { show, showNamed } from '../show.ts'
import { monthOption, monthOrSnapshot, usageError, wholeNumber } from '../usage.ts'

interface TrendOptions {
  figure: string
  tenant?: string[]
  sum?: boolean
  grain?: string
  from?: string
  to?: string
}

interface DiffOptions {
  tenant?: string
  all?: boolean
  dataset?: string
  from: string | number
  to: string | number
}

interface LicencesOptions {
  tenant?: string
  all?: boolean
  month?: string
  dataset?: string
  sku?: string
  compare?: boolean
}

/** `overview`, `months`, `trend`, `diff`, `licences`, `people`, `presence`, `usage`. */
export function addReportCommands(program: Command, bindNow: Bind): void {
  const earlier = program.commands.length
  const bind = bindAsOf(bindNow)
  program
    .command('overview')
    .description('show both costs and key figures with their changes, what needs attention, and every tenant')
    .option('--month <month>', 'such as 2026-10 (default: the latest)', monthOption('--month'))
    .action(
      bind(async (terminal, { month }: { month?: string }) => {
        const overview = await terminal.ask('overview.get', month === undefined ? {} : { month })
        const answer = { ...overview, attention: [...overview.attention, ...(await terminal.ask('approvals.moved', {}))] }
        await terminal.print(answer, () => overviewText(answer))
      }),
    )

  program
    .command('months')
    .description('list months with their number of tenants, and whether they are early, approved or a gap')
    .option('--tenant <tenant>', 'its id, its external id or its unique name')
    .action(
      bind(async (terminal, options: { tenant?: string }) => {
        await show(terminal, 'months.list', options, monthsText)
      }),
    )

  program
    .command('trend')
    .description('show a figure over time; gaps are never zero')
    .requiredOption(
      '--figure <figure>',
      'reported, listed, recounted, units, disabled, bill, licence-cost, overage (bill:EUR …), sku:ID, used:ID, committed:ID, usage:licensed …',
    )
    .option('--tenant <tenant>', 'its id, its external id or its unique name; may be repeated', repeated)
    .option('--sum', 'add the tenants up, and list the missing ones')
    .option('--grain <grain>', 'day or month (default)')
    .option('--from <month>', 'the first month', monthOption('--from'))
    .option('--to <month>', 'the last month', monthOption('--to'))
    .action(
      bind(async (terminal, { tenant, sum = false, grain = 'month', ...rest }: TrendOptions) => {
        if (grain !== 'day' && grain !== 'month') throw usageError(`--grain must be day or month, not "${grain}".`)
        const input = { ...rest, sum, grain, ...(tenant === undefined ? {} : { tenants: tenant }) } as RouteInput<'trend.get'>
        await showNamed(terminal, 'trend.get', input, trendText)
      }),
    )

  program
    .command('diff')
    .description('show what changed between two months or two snapshots, and why')
    .option('--tenant <tenant>', 'its id, its external id or its unique name')
    .option('--all', 'every tenant')
    .option('--dataset <dataset>', 'such as petra.billable-users')
    .requiredOption('--from <month|snapshot>', 'before', monthOrSnapshot('--from'))
    .requiredOption('--to <month|snapshot>', 'after', monthOrSnapshot('--to'))
    .action(
      bind(async (terminal, { tenant, all, dataset, from, to }: DiffOptions) => {
        if ((tenant === undefined) === (all === undefined)) throw usageError('Specify --tenant TENANT or --all.')
        if (tenant === undefined) {
          if (typeof from === 'number' || typeof to === 'number')
            throw usageError('With --all, --from and --to are months such as 2026-10.')
          await showNamed(terminal, 'diff.all', { from, to }, (answer, names) => diffAllText(answer, { from, to }, names))
          return
        }
        const input = { tenant, from, to, ...(dataset === undefined ? {} : { dataset }) } as RouteInput<'diff.get'>
        await showNamed(terminal, 'diff.get', input, diffText)
      }),
    )

  program
    .command('licences')
    .description('show SKUs with their holders, change, price and cost at a month-end')
    .option('--tenant <tenant>', 'its id, its external id or its unique name')
    .option('--all', 'every tenant')
    .option('--month <month>', 'such as 2026-10', monthOption('--month'))
    .option('--dataset <dataset>', 'for a Genesys organisation: genesys.licence-users shows who holds licences instead of who is billed')
    .option('--sku <id>', 'list the people who hold this licence, or are billed for this charge')
    .option('--compare', 'for a Genesys organisation: compare who is billed with who holds licences')
    .action(
      bind(async (terminal, options: LicencesOptions) => {
        const { tenant, all, month, sku, compare, dataset } = options
        if ((tenant === undefined) === (all === undefined)) throw usageError('Specify --tenant TENANT or --all.')
        const at = month === undefined ? {} : { month }
        if (compare) {
          if (tenant === undefined) throw usageError('With --compare, say which organisation: --tenant TENANT.')
          if (sku !== undefined || dataset !== undefined)
            throw usageError('--compare includes both sides and every licence. Remove --sku and --dataset.')
          await show(terminal, 'licences.compare', { tenant, ...at }, billedHeldText)
          return
        }
        const scope = {
          ...at,
          ...(tenant === undefined ? {} : { tenant }),
          ...(dataset === undefined ? {} : { dataset }),
        } as RouteInput<'licences.get'>
        if (sku !== undefined) {
          await show(terminal, 'licences.holders', { ...scope, skuId: sku }, holdersText)
          return
        }
        await show(terminal, 'licences.get', scope, licencesText)
      }),
    )

  program
    .command('people')
    .description('find people across tenants, with the timeline of their licences')
    .argument('<query>', 'part of a name or sign-in name, or the beginning of an id')
    .option('--limit <n>', 'at most this many (default 50)', wholeNumber('--limit'))
    .action(
      bind(async (terminal, query: string, { limit }: { limit?: number }) => {
        await show(terminal, 'people.search', { query, ...(limit === undefined ? {} : { limit }) }, peopleText)
      }),
    )

  program
    .command('presence')
    .description('show who was on a tenant’s list when, and with which licences; joiners and leavers first')
    .requiredOption('--tenant <tenant>', 'its id, its external id or its unique name')
    .requiredOption('--from <month|snapshot>', 'the first month, such as 2026-01, or a snapshot id', monthOrSnapshot('--from'))
    .requiredOption('--to <month|snapshot>', 'the last month or snapshot id', monthOrSnapshot('--to'))
    .option('--limit <n>', 'at most this many people (default 300)', wholeNumber('--limit'))
    .action(bind((terminal, input: RouteInput<'people.presence'>) => show(terminal, 'people.presence', input, presenceText)))

  program
    .command('usage')
    .description('show Genesys charges: used against committed')
    .requiredOption('--tenant <tenant>', 'its id, its external id or its unique name')
    .option('--month <month>', 'such as 2026-10', monthOption('--month'))
    .option('--contract', 'for your own organisation: show what the vendor will invoice (a preview API)')
    .action(
      bind(async (terminal, { tenant, month, contract }: { tenant: string; month?: string; contract?: boolean }) => {
        const dataset = contract ? { dataset: 'genesys.contract-charges' as const } : {}
        await show(terminal, 'usage.get', { tenant, ...(month === undefined ? {} : { month }), ...dataset }, usageText)
      }),
    )
  addAsOf(program.commands.slice(earlier))
}

const repeated = (value: string, earlier: string[] = []) => [...earlier, value]
