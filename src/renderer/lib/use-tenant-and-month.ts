/** The tenant and month that a screen shows: those of the address, else all tenants and the newest month with a snapshot. */
import type { UseQueryResult } from '@tanstack/react-query'
import type { MonthsAnswer } from '../../shared/contract/figure-answers.ts'
import type { RouteInput } from '../../shared/contract/routes.ts'
import type { Address } from './address.ts'
import { type ReadAnswer, useAnswer } from './query.ts'
import { reportInput } from './reports.ts'
import { useAddress } from './use-address.ts'

interface TenantAndMonth {
  /** Null: all tenants. */
  tenant: number | null
  /** Null until the months are known, or if there is none. */
  month: string | null
}

/** The tenant, the month, and the months to choose from. */
export function useTenantAndMonth(): TenantAndMonth & { months: UseQueryResult<MonthsAnswer, Error> } {
  const [address] = useAddress()
  const months = useAnswer('months.list', monthsInput(address), { keepPrevious: true })
  return { months, ...tenantAndMonthOf(address, months.data) }
}

/** The same outside React. */
export async function readTenantAndMonth(read: ReadAnswer, address: Address): Promise<TenantAndMonth & { months: MonthsAnswer }> {
  const months = await read('months.list', monthsInput(address))
  return { months, ...tenantAndMonthOf(address, months) }
}

const monthsInput = (address: Address): RouteInput<'months.list'> =>
  address.tenant ? { tenant: address.tenant, ...reportInput(address) } : {}

function tenantAndMonthOf(address: Address, months: MonthsAnswer | undefined): TenantAndMonth {
  const tenant = address.tenant ?? null
  return { tenant, month: address.month ?? newestMonth(months, tenant) }
}

function newestMonth(months: MonthsAnswer | undefined, tenant: number | null): string | null {
  const filled = (months?.months ?? []).filter((each) => each.tenants.with > 0)
  // A running billing period can end next month. For all tenants, the current month is the newest useful one.
  const newest = (tenant ? undefined : filled.find((each) => months !== undefined && each.month <= months.openMonth)) ?? filled[0]
  return newest?.month ?? null
}
