/** The figures that have history, for pickers. */
import type { FigureChoice, FigureName } from '../../../shared/contract/figure-answers.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { currencyAt } from '../charges/usage-at.ts'
import { resolveTenant } from '../connections/read.ts'
import { petraUnit } from '../rules/rule-book.ts'
import { appliesTo, figureLabel, moneyFigure, notAddable, parseFigure } from './figure.ts'
import { latestEnd } from './month-end.ts'
import { itemNames } from './names.ts'
import type { Reading } from './reading.ts'
import { allTenants, datasetOf, type ReportTenant } from './tenants.ts'

const named: FigureName[] = ['reported', 'listed', 'recounted', 'units', 'disabled']
const totals: FigureName[] = ['usage:licensed', 'usage:units', 'usage:prorating']

/** Answers `trend.figures`: money and the named figures first, then SKUs and charges by name. Throws `NOT_FOUND`, `AMBIGUOUS`. */
export function figureChoices(reading: Reading, ref: number | string | undefined): FigureChoice[] {
  const { db } = reading
  const id = ref === undefined ? null : resolveTenant(db, ref).id
  const tenants = allTenants(db).filter((tenant) => id === null || tenant.id === id)
  const nameOf = itemNames(reading)
  const choice = (name: FigureName, of: readonly number[]): FigureChoice[] => {
    const figure = parseFigure(name)
    const reason = notAddable(figure)
    return of.length === 0
      ? []
      : [
          {
            figure: figure.name,
            label: figureLabel(figure, nameOf),
            addable: reason === null,
            reason,
            tenants: [...of],
          },
        ]
  }
  const counted = tenants.filter((tenant) => tenant.kind === 'petra' && reading.monthEnds(tenant.id, datasetOf(tenant.kind)).size > 0)
  const totalled = tenants.filter(
    (tenant) => tenant.kind === 'petra' && reading.connectionSnapshots(tenant.connectionId, 'petra.usage').length > 0,
  )
  return [
    ...moneyChoices(reading, counted, tenants).flatMap(({ name, tenants: of }) => choice(name, of)),
    ...named.flatMap((name) => choice(name, idsOf(counted))),
    ...totals.flatMap((name) => choice(name, idsOf(totalled))),
    ...itemChoices(reading, tenants)
      .flatMap(({ name, tenants: of }) => choice(name, of))
      .sort(byLabel),
  ]
}

interface FoundChoice {
  name: FigureName
  tenants: number[]
}

/** Both costs in each currency that has a price, and the overage in each contract's currency. */
function moneyChoices({ db, rules, monthEnds }: Reading, petra: readonly ReportTenant[], all: readonly ReportTenant[]): FoundChoice[] {
  const found = new Map<FigureName, Set<number>>()
  const add = (name: FigureName, ids: readonly number[]) => {
    const known = getOrAdd(found, name, () => new Set<number>())
    for (const id of ids) known.add(id)
  }
  const prices = rules.rows.filter(({ kind, value, currency }) => kind === 'price' && value !== null && currency !== null)
  for (const { subject, object, currency } of prices) {
    const isBill = subject === petraUnit
    const priced = isBill && object !== '' ? petra.filter(({ connectionId }) => String(connectionId) === object) : petra
    add(moneyFigure(isBill ? 'bill' : 'licence-cost', currency!).name, idsOf(priced))
  }
  for (const tenant of all) {
    if (tenant.kind !== 'customer') continue
    const end = latestEnd(monthEnds(tenant.id, datasetOf(tenant.kind)))
    const currency = end === undefined ? null : currencyAt(db, end.snapshot)
    if (currency !== null) add(moneyFigure('overage', currency).name, [tenant.id])
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, ids]) => ({ name, tenants: [...ids].sort((a, b) => a - b) }))
}

const idsOf = (tenants: readonly ReportTenant[]): number[] => tenants.map((tenant) => tenant.id)

const byLabel = (a: FigureChoice, b: FigureChoice): number => a.label.localeCompare(b.label, 'en') || (a.figure < b.figure ? -1 : 1)

/** SKUs ever held and charges ever sent, with the tenants that have them. */
function itemChoices({ db }: Reading, tenants: readonly ReportTenant[]): FoundChoice[] {
  const skus = db.sqlite
    .prepare<[number, string], string>(
      `select distinct v.value from series se join sku_rollup r on r.series_id = se.id join vendor_id v on v.id = r.sku_id where se.tenant_id = ? and se.dataset = ?`,
    )
    .pluck()
  const charges = db.sqlite
    .prepare<[number, string], string>(
      `select distinct v.value from series se join entry e on e.series_id = se.id and e.owner_id = 0 and e.owner_occurrence = 0
       join vendor_id v on v.id = e.vendor_id where se.tenant_id = ? and se.dataset = ? and v.value <> ''`,
    )
    .pluck()
  const found = new Map<FigureName, number[]>()
  const add = (name: FigureName, tenant: ReportTenant) => {
    if (!appliesTo(parseFigure(name), tenant.kind)) return
    found.set(name, [...(found.get(name) ?? []), tenant.id])
  }
  for (const tenant of tenants) {
    const dataset = datasetOf(tenant.kind)
    for (const id of skus.all(tenant.id, dataset)) add(`sku:${id}`, tenant)
    if (tenant.kind === 'petra') continue
    for (const id of charges.all(tenant.id, dataset)) {
      add(`used:${id}`, tenant)
      add(`committed:${id}`, tenant)
    }
  }
  return [...found].map(([name, of]) => ({ name, tenants: of }))
}
