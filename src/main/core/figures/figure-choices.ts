/** The figures that have history, for pickers. */
import type { FigureChoice, FigureName } from '../../../shared/contract/figure-answers.ts'
import { resolveTenant } from '../connections/read.ts'
import { appliesTo, figureLabel, notAddable, parseFigure } from './figure.ts'
import { itemNames } from './names.ts'
import type { Reading } from './reading.ts'
import { allTenants, datasetOf, type ReportTenant } from './tenants.ts'

const named: FigureName[] = ['reported', 'listed', 'recounted', 'units', 'disabled']
const totals: FigureName[] = ['usage:licensed', 'usage:units', 'usage:prorating']

/** Answers `trend.figures`: the named figures first, then SKUs and charges by name. Throws `NOT_FOUND`, `AMBIGUOUS`. */
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
      : [{ figure: figure.name, label: figureLabel(figure, nameOf), addable: reason === null, reason, tenants: [...of] }]
  }
  const counted = tenants.filter((tenant) => tenant.kind === 'petra' && reading.monthEnds(tenant.id, datasetOf(tenant.kind)).size > 0)
  const totalled = tenants.filter(
    (tenant) => tenant.kind === 'petra' && reading.connectionSnapshots(tenant.connectionId, 'petra.usage').length > 0,
  )
  return [
    ...named.flatMap((name) => choice(name, idsOf(counted))),
    ...totals.flatMap((name) => choice(name, idsOf(totalled))),
    ...itemChoices(reading, tenants)
      .flatMap(({ name, tenants: of }) => choice(name, of))
      .sort(byLabel),
  ]
}

const idsOf = (tenants: readonly ReportTenant[]): number[] => tenants.map((tenant) => tenant.id)

const byLabel = (a: FigureChoice, b: FigureChoice): number => a.label.localeCompare(b.label, 'en') || (a.figure < b.figure ? -1 : 1)

/** SKUs ever held and charges ever sent, with the tenants that have them. */
function itemChoices({ db }: Reading, tenants: readonly ReportTenant[]): { name: FigureName; tenants: number[] }[] {
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
