/** The tenants and the month of a licences request. */
import { type Month, parseMonth } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { resolveTenant } from '../connections/read.ts'
import { noSnapshot } from './diff-side.ts'
import type { MonthEnd } from './month-end.ts'
import type { MonthEnds } from './read-month-ends.ts'
import type { Reading } from './reading.ts'
import { allTenants, type ReportTenant, reportOf, withReport } from './tenants.ts'

/** Defaults to all Petra tenants and the latest month. */
export interface LicenceScope {
  tenant?: number | string | undefined
  /** For an own organisation: the list of who holds licences, instead of who is billed. */
  dataset?: DatasetId | undefined
  month?: string | undefined
}

/** A tenant with its month-ends. */
export interface TenantMonths {
  tenant: ReportTenant
  ends: MonthEnds
}

/** A tenant whose month-end has a list. */
export interface Present {
  tenant: ReportTenant
  end: MonthEnd
  ends: MonthEnds
}

/** Resolves the tenants and the month. Throws `NOT_FOUND`, `AMBIGUOUS`, `BAD_REQUEST`, `NO_SNAPSHOT`. */
export function chosenMonth(reading: Reading, input: LicenceScope): { tenants: TenantMonths[]; month: Month } {
  const chosen = chosenTenants(reading, input)
  const isMany = chosen.length > 1
  if (isMany) reading.loadMonthBounds()
  const tenants = chosen.map((tenant) => ({ tenant, ends: reading.monthEnds(tenant.id, reportOf(tenant)) }))
  // Of each tenant the first month and the last one.
  const months = tenants.flatMap(({ ends }) => [ends.first, ends.last].filter((month) => month !== null)).sort()
  const month = input.month === undefined ? months.at(-1) : parseMonth(input.month)
  if (isMany && month !== undefined) reading.loadMonthEnds(month, month)
  const ended = month === undefined ? [] : tenants.filter(({ ends }) => ends.has(month))
  if (month === undefined || ended.length === 0) {
    const [only] = tenants
    if (input.tenant !== undefined && only !== undefined && month !== undefined) throw noSnapshot(reading, only.tenant, month, months)
    const known = months.length === 0 ? 'Collect first.' : `There are snapshots from ${months[0]} to ${months.at(-1)}.`
    throw new AppError('NO_SNAPSHOT', `There is no snapshot${month === undefined ? ' yet' : ` in ${month}`}. ${known}`, {
      data: { month: month ?? null, first: months[0] ?? null, last: months.at(-1) ?? null },
    })
  }
  return { tenants, month }
}

function chosenTenants({ db }: Reading, { tenant: ref, dataset }: LicenceScope): ReportTenant[] {
  const all = allTenants(db)
  if (ref === undefined) {
    return dataset === 'genesys.licence-users'
      ? all.filter(({ kind }) => kind === 'own').map((tenant) => withReport(tenant, dataset))
      : all.filter(({ kind }) => kind === 'petra')
  }
  const { id } = resolveTenant(db, ref)
  const tenant = all.find((each) => each.id === id)!
  if (tenant.kind === 'customer') {
    throw new AppError('BAD_REQUEST', `The report of tenant ${id} has charges but no licence holders. See its usage instead.`, {
      data: { tenant: id },
    })
  }
  return [withReport(tenant, dataset)]
}

/** The tenants whose month-end has a list. */
export function listedIn(tenants: readonly TenantMonths[], month: Month): Present[] {
  return tenants.flatMap(({ tenant, ends }) => {
    const end = ends.get(month)
    return end?.snapshot.hasList ? [{ tenant, end, ends }] : []
  })
}
