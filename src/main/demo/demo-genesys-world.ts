/** The demo's Genesys data: a partner with its own usage, and each customer's usage per billing period. */
import { Temporal } from 'temporal-polyfill'
import type { Cycle } from '../core/vendors/genesys/cycle.ts'
import { chanceOf } from './chance.ts'
import { type ContractLine, type CustomerPlan, demoGenesysCustomers } from './demo-genesys-customers.ts'
import { ownBilling } from './genesys-own-billing.ts'
import { ownLicences, ownPeople } from './genesys-own-people.ts'
import { ownUsage } from './genesys-own-usage.ts'
import { commitmentOf, metered, overviewRow, type RowName, seatsUsed } from './genesys-rows.ts'
import type { GenesysWorld, OverviewRow, SimulatedCustomer } from './genesys-world.ts'

/** The partner and its customers between two UTC days. Billing periods start one cycle before `from`, so that the first is complete. */
export function demoGenesysWorld({ seed, from, until }: { seed: string; from: string; until: string }): GenesysWorld {
  const since = Temporal.PlainDate.from(from).subtract({ months: 1 }).toString()
  const organisation = { id: chanceOf(`${seed}/partner`).guid(), name: 'Lindgate Communications' }
  const [start, end] = [Date.parse(since), Date.parse(until)]
  const people = ownPeople(`${seed}/own`, start, end)
  const usage = ownUsage(`${seed}/own`, start, people)
  return {
    organisation,
    customers: demoGenesysCustomers(since, until).map((plan, index) => customerOf(plan, `${seed}/customer/${index}`)),
    usage,
    licences: ownLicences(`${seed}/own`, people),
    billing: ownBilling(organisation, { since, until, usage }),
  }
}

function customerOf(plan: CustomerPlan, seed: string): SimulatedCustomer {
  const start = Temporal.PlainDate.from(plan.since)
  return {
    id: chanceOf(seed).guid(),
    name: plan.name,
    cycleDay: plan.cycleDay,
    since: plan.since,
    enabled: (at) => plan.disabledFrom === undefined || at < Date.parse(plan.disabledFrom),
    terms(period) {
      const { amendmentDate, ...terms } = plan.terms
      return {
        ...terms,
        ...(amendmentDate === undefined || amendmentDate > period.end ? {} : { amendmentDate }),
        enabledProducts: plan.lines.filter((line) => line.kind === 'seats').map((line) => productOf(line.row.name)),
        effectiveDate: plan.since,
        endDate: start.add({ years: 3 }).subtract({ days: 1 }).toString(),
      }
    },
    rows: (period, at) => plan.lines.flatMap((line, index) => rowsOf(line, `${seed}/${index}`, plan.since, period, at)),
  }
}

function rowsOf(line: ContractLine, seed: string, since: string, period: Cycle, at: number): OverviewRow[] {
  switch (line.kind) {
    case 'seats':
      return [
        overviewRow(line.row, {
          usageQuantity: String(seatsUsed(seed, line.used, since, period, at)),
          overagePrice: line.overage,
          ...commitmentOf(line.committed ?? [], period),
          isCancellable: line.thirdParty === true,
          bundleQuantity: line.bundle ?? '1',
          isThirdParty: line.thirdParty === true,
        }),
      ]
    case 'meter':
      return [
        overviewRow(line.row, {
          usageQuantity: metered(seed, line.used, line.decimals, since, period, at),
          overagePrice: line.overage,
          ...commitmentOf(line.committed ?? [], period),
          ...(line.notes === undefined ? {} : { usageNotes: line.notes }),
          isThirdParty: false,
        }),
        ...(line.allowance === undefined ? [] : [allowanceRow(line.row, line.allowance)]),
      ]
    case 'tokens':
      return tokenRows(line, seed, since, period, at)
  }
}

/** The rollup is the sum of its features; the free allowance is a separate row. */
function tokenRows(line: Extract<ContractLine, { kind: 'tokens' }>, seed: string, since: string, period: Cycle, at: number): OverviewRow[] {
  const isRenamed = line.renamedFrom !== undefined && period.start >= line.renamedFrom
  const name = isRenamed ? 'AI Experience Tokens Concurrent - GC1' : 'AI Experience Tokens Concurrent'
  const tokens: RowName = { name, partNumber: 'GC-170-NV-AITC', grouping: 'rollup', unit: 'token' }
  const features = line.features.map(({ row: feature, used }, index) =>
    overviewRow(feature, { usageQuantity: metered(`${seed}/${index}`, used, 2, since, period, at), prepayQuantity: '0' }),
  )
  const total = features.reduce((sum, feature) => sum + Math.round(Number(feature.usageQuantity) * 100), 0)
  return [
    overviewRow(tokens, { usageQuantity: (total / 100).toFixed(2), overagePrice: line.overage, prepayQuantity: '0', isThirdParty: false }),
    allowanceRow(tokens, line.free),
    ...features,
  ]
}

function allowanceRow(of: RowName, quantity: number): OverviewRow {
  return overviewRow({ ...of, grouping: 'fair-use' }, { usageQuantity: String(quantity), prepayQuantity: '0' })
}

function productOf(name: string): string {
  return `${name.replace(/[^A-Za-z0-9]/g, '')}Overage`
}
