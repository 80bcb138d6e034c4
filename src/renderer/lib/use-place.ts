/** Which tenant and month a screen shows: the address's, else the newest month that has a snapshot. */

import type { UseQueryResult } from '@tanstack/react-query'
import type { MonthsAnswer } from '../../shared/contract/report-answers.ts'
import { useAddress } from '../app/use-address.ts'
import { useAnswer } from './query.ts'

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
  const filled = (months.data?.months ?? []).filter((each) => each.tenants.with > 0)
  const { openMonth } = months.data ?? {}
  // A billing period that ends next month is already there: over all tenants the running month is what people mean.
  const newest = (tenant ? undefined : filled.find((each) => openMonth !== undefined && each.month <= openMonth)) ?? filled[0]
  return { months, month: address.month ?? newest?.month ?? null, tenant }
}
