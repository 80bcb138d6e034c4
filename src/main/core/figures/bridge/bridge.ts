/** The bridge from one month to another: the parts of a change. A pure function of the facts of each tenant. */
import type { Bridge, BridgeMoney, BridgeUnits } from '../../../../shared/contract/bridge-answers.ts'
import type { UnitState } from '../../../../shared/contract/figure-answers.ts'
import { minorUnitsText } from '../../../../shared/domain/minor-units.ts'
import { addLines, type Kind, type Line } from './measure.ts'
import { billLines, licenceLines } from './money-lines.ts'
import { usersLine } from './people-lines.ts'
import { comparisonOf } from './standing.ts'
import type { TenantFacts, TenantSide } from './tenant-facts.ts'
import { unitsLine } from './unit-lines.ts'

/** One tenant's lines of each measure. */
export interface TenantLines {
  facts: TenantFacts
  users: Line<'people'> | null
  units: Line<'units'> | null
  bill: Line<'bill'>[]
  licences: Line<'licence cost'>[]
}

/** The lines of one tenant. */
export function linesOfTenant(facts: TenantFacts): TenantLines {
  const units = unitsLine(facts)
  return { facts, users: usersLine(facts), units, bill: billLines(facts, units), licences: licenceLines(facts) }
}

/** The bridge over the given tenants. Parts add up to the difference between the sides, separately for each currency. */
export const bridgeOf = (facts: readonly TenantFacts[]): Bridge => bridgeOfLines(facts.map(linesOfTenant))

/** The bridge over tenants whose lines are known. */
export function bridgeOfLines(lines: readonly TenantLines[]): Bridge {
  const sorted = lines.toSorted((a, b) => a.facts.tenant - b.facts.tenant)
  const tenants = sorted.map(({ facts }) => facts)
  const users = sorted.flatMap((each) => each.users ?? [])
  return {
    users: addLines('people', null, users, missing(tenants, reportedOf), Number),
    units: unitsOf(sorted),
    bill: money(
      'bill',
      sorted.flatMap(({ bill }) => bill),
      missingUnits(tenants),
    ),
    licences: money(
      'licence cost',
      sorted.flatMap(({ licences }) => licences),
      missingLicences(tenants),
    ),
  }
}

/** The changes of one tenant's costs, without parts, by currency; null if the tenant cannot be compared. */
export function costChanges({ facts, bill, licences }: TenantLines): Record<'bill' | 'licences', Map<string, string | null>> {
  const changes = (lines: readonly Line<Kind>[], missing: Missing) => {
    const found = new Map<string, string | null>()
    for (const currency of missing.keys()) if (currency !== '') found.set(currency, null)
    for (const { currency, before, after } of lines) found.set(currency!, minorUnitsText(after - before, currency!))
    return found
  }
  return { bill: changes(bill, missingUnits([facts])), licences: changes(licences, missingLicences([facts])) }
}

/** The change of a count without parts (listed, recounted, disabled), over the tenants that can be compared. */
export function countChange(tenants: readonly { standing: TenantFacts['standing']; before: number | null; after: number | null }[]): {
  before: number | null
  after: number | null
  delta: number | null
} {
  const compared = tenants.filter(({ standing, before, after }) => {
    const comparison = comparisonOf(standing, before, after)
    return comparison !== 'none' && comparison !== 'not-comparable'
  })
  if (compared.length === 0) return { before: null, after: null, delta: null }
  const total = (side: 'before' | 'after') => compared.reduce((sum, tenant) => sum + (tenant[side] ?? 0), 0)
  const [before, after] = [total('before'), total('after')]
  return { before, after, delta: after - before }
}

const reportedOf = (side: TenantSide) => side.reported
const quantityOfUnits = (side: TenantSide) => side.units
const skusOf = (side: TenantSide) => side.holders?.size ?? null

/** Tenants whose value cannot be compared between the sides. */
function missing(tenants: readonly TenantFacts[], pick: (side: TenantSide) => number | null): number[] {
  return tenants.filter((tenant) => isMissing(tenant, pick)).map(({ tenant }) => tenant)
}

function isMissing({ standing, before, after }: TenantFacts, pick: (side: TenantSide) => number | null): boolean {
  return comparisonOf(standing, pick(before), pick(after)) === 'not-comparable'
}

function unitsOf(tenants: readonly TenantLines[]): BridgeUnits {
  const sides = tenants.filter(({ units }) => units !== null).map(({ facts }) => facts)
  const found = tenants.flatMap(({ units }) => units ?? [])
  const notComparable = missing(
    tenants.map(({ facts }) => facts),
    quantityOfUnits,
  )
  return {
    ...addLines('units', null, found, notComparable, Number),
    stateBefore: stateOf(sides.map(({ before }) => before.unitsState)),
    stateAfter: stateOf(sides.map(({ after }) => after.unitsState)),
  }
}

/** A sum is settled once all its parts are; null without units. */
function stateOf(states: readonly (UnitState | null)[]): UnitState | null {
  const known = states.filter((state) => state !== null)
  if (known.length === 0) return null
  return known.includes('projected') ? 'projected' : 'settled'
}

/** Tenants left out, by the currency they would be in; '' if the currency is unknown. */
type Missing = Map<string, number[]>

function missingUnits(tenants: readonly TenantFacts[]): Missing {
  return byCurrency(tenants, quantityOfUnits, ({ before, after }) => [before.unitPrice?.currency, after.unitPrice?.currency])
}

function missingLicences(tenants: readonly TenantFacts[]): Missing {
  return byCurrency(tenants, skusOf, ({ before, after }) =>
    [before, after].flatMap((side) => [...(side.holders?.keys() ?? [])].map((skuId) => side.skuPrice(skuId)?.currency)),
  )
}

function byCurrency(
  tenants: readonly TenantFacts[],
  pick: (side: TenantSide) => number | null,
  currenciesOf: (tenant: TenantFacts) => (string | undefined)[],
): Missing {
  const found: Missing = new Map()
  for (const each of tenants) {
    if (!isMissing(each, pick)) continue
    const currencies = new Set(currenciesOf(each).filter((currency) => currency !== undefined))
    for (const currency of currencies.size === 0 ? [''] : currencies) {
      found.set(currency, [...(found.get(currency) ?? []), each.tenant])
    }
  }
  return found
}

function money<K extends Kind>(kind: K, found: readonly Line<K>[], notComparable: Missing): BridgeMoney[] {
  const byCurrency = Map.groupBy(found, ({ currency }) => currency!)
  const currencies = [...new Set([...byCurrency.keys(), ...notComparable.keys()])].filter((currency) => currency !== '').sort()
  return currencies.map((currency) => {
    const missingHere = [...(notComparable.get(currency) ?? []), ...(notComparable.get('') ?? [])]
    return {
      currency,
      ...addLines(kind, currency, byCurrency.get(currency) ?? [], missingHere, (value) => minorUnitsText(value, currency)),
    }
  })
}
