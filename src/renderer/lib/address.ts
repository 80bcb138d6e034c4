/** The search part of the address: tenant, months, figure, evidence. Never a search text or a person's name. */
import { isMonth } from '../../shared/domain/month.ts'

/** The same for every screen. */
export interface Address {
  /** Our own tenant id. */
  tenant?: number
  month?: string
  from?: string
  to?: string
  figure?: string
  grain?: 'day' | 'month'
  tenants?: number[]
  /** Snapshots compared instead of months. */
  before?: number
  after?: number
  /** The snapshot shown in the evidence drawer. */
  snapshot?: number
  tab?: string
  /** For an own Genesys organisation: the report, if it is not the usual one of who is billed. */
  report?: 'held' | 'compare' | 'contract'
}

/** The tenant and month, which are kept when another screen is opened. For Changes and Trends, the later of two months. */
export function keptTenantAndMonth({ tenant, month, to }: Address): Pick<Address, 'tenant' | 'month'> {
  const chosen = to ?? month
  return { ...(tenant ? { tenant } : {}), ...(chosen ? { month: chosen } : {}) }
}

const positive = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0

/** Parses an address leniently: invalid parts are dropped, so that an old link still opens its screen. */
export function readAddress(search: Record<string, unknown>): Address {
  const address: Address = {}
  for (const key of ['tenant', 'before', 'after', 'snapshot'] as const) {
    const value = search[key]
    if (positive(value)) address[key] = value
  }
  for (const key of ['month', 'from', 'to'] as const) {
    const value = search[key]
    if (isMonth(value)) address[key] = value
  }
  if (typeof search.figure === 'string' && search.figure.length <= 200) address.figure = search.figure
  if (search.grain === 'day' || search.grain === 'month') address.grain = search.grain
  if (Array.isArray(search.tenants)) {
    const tenants = search.tenants.filter(positive)
    if (tenants.length > 0) address.tenants = tenants
  }
  if (typeof search.tab === 'string' && /^[a-z-]{1,30}$/.test(search.tab)) address.tab = search.tab
  if (search.report === 'held' || search.report === 'compare' || search.report === 'contract') address.report = search.report
  return address
}
