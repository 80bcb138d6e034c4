/** Which tenant and month a screen shows: the address's, else the newest month that has a snapshot. */
import type { UseQueryResult } from '@tanstack/react-query'
import type { MonthsAnswer } from '../../shared/contract/figure-answers.ts'
import { useAnswer } from './query.ts'
import { useAddress } from './use-address.ts'

interface Place {
  months: UseQueryResult<MonthsAnswer, Error>
  /** Null until the months are known, or where there is none. */
  month: string | null
  tenant: number | null
}

/** The place; without a tenant in the address `tenant` is null (all). */
export function usePlace(): Place {
  const [address] = useAddress()
  const tenant = address.tenant ?? null
  const months = useAnswer('months.list', tenant ? { tenant } : {}, { keepPrevious: true })
  return { months, month: address.month ?? newestMonth(months.data, tenant), tenant }
}

/** The newest month that has a snapshot. */
export function newestMonth(months: MonthsAnswer | undefined, tenant: number | null): string | null {
  const filled = (months?.months ?? []).filter((each) => each.tenants.with > 0)
  // A billing period that ends next month is already there: over all tenants the running month is what people mean.
  const newest = (tenant ? undefined : filled.find((each) => months !== undefined && each.month <= months.openMonth)) ?? filled[0]
  return newest?.month ?? null
}
