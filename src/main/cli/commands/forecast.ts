import type { Command } from 'commander'
import type { ForecastAnswer, ForecastDay } from '../../../shared/contract/forecast-answers.ts'
import type { Bind } from '../bind.ts'
import { showNamed } from '../show.ts'
import { type Cell, table, time } from '../table.ts'
import { tenantCell } from '../tenant-names.ts'
import { monthOption } from '../usage.ts'

/** `forecast`. */
export function addForecastCommand(program: Command, bind: Bind): void {
  program
    .command('forecast')
    .description('show what a month is expected to cost, and for a month that is over, how accurate its forecasts were')
    .option('--month <month>', 'such as 2026-10 (default: the current one)', monthOption('--month'))
    .option('--tenant <tenant>', 'its id, its external id or its unique name (default: all)')
    .action(
      bind(async (terminal, options: { month?: string; tenant?: string }) => {
        await showNamed(terminal, 'forecast.get', options, forecastText)
      }),
    )
}

function forecastText({ month, over, bill, charges, assumptions, days }: ForecastAnswer, names: Map<number, string>): string {
  const head = `${month}: ${over ? 'over' : 'so far'}`
  const lines = table(
    ['TENANT', 'BILLABLE UNITS', 'STATE', 'VENDOR BILL', 'CURRENCY', 'REPORTED'],
    [
      ...bill.lines.map((line): Cell[] => [
        tenantCell(line.tenant, names),
        line.units ?? 'gap',
        line.state,
        line.cost,
        line.currency,
        time(line.reportedAt),
      ]),
      ...bill.totals.map(({ currency, amount }): Cell[] => ['all', bill.units, bill.state, amount, currency, null]),
    ],
    'No units of Petra tenants.',
  )
  const periods = table(
    [
      'CUSTOMER',
      'PERIOD',
      'COMMITMENT COST',
      'OVERAGE COST',
      'THIRD-PARTY COMMITMENT COST',
      'THIRD-PARTY OVERAGE COST',
      'CURRENCY',
      'NOTES',
    ],
    [
      ...charges.lines.map((line): Cell[] => [
        tenantCell(line.tenant, names),
        `${line.periodStart ?? '?'} to ${line.periodEnd ?? '?'}`,
        line.vendor?.commitment,
        line.vendor?.over,
        line.thirdParty?.commitment,
        line.thirdParty?.over,
        line.currency,
        [line.running ? 'so far' : '', line.leftOut > 0 ? `without ${line.leftOut} of its charges` : ''].filter(Boolean).join(', '),
      ]),
      ...charges.totals.map(({ currency, vendor, thirdParty }): Cell[] => [
        'all',
        null,
        vendor.commitment,
        vendor.over,
        thirdParty.commitment,
        thirdParty.over,
        currency,
        charges.lines.some((line) => line.running && line.currency === currency) ? 'so far' : null,
      ]),
    ],
    '',
  )
  return [head, lines, periods, ...assumptions, daysText(days)].filter(Boolean).join('\n\n')
}

/** One day per week is enough to show how the forecast improved. `--json` has all days. */
function daysText(days: readonly ForecastDay[]): string {
  const weekly = days.filter((each, index) => index === days.length - 1 || Number(each.day.slice(8)) % 7 === 1)
  if (weekly.length === 0) return ''
  return `Accuracy of the forecasts:\n\n${table(
    ['AS OF', 'TENANTS', 'UNITS FORECAST', 'BECAME', 'OFF', 'BILL OFF'],
    weekly.map(({ day, tenants, missing, units, bill }): Cell[] => [
      day,
      missing.length === 0 ? tenants : `${tenants} of ${tenants + missing.length}`,
      units.forecast,
      units.actual,
      units.off,
      bill.map(({ off, currency }) => `${off} ${currency}`).join(', '),
    ]),
    '',
  )}`
}
