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
  const months = useAnswer('months.list', {})
  const newest = months.data?.months.find((each) => each.tenants.with > 0)?.month ?? null
  return { months, month: address.month ?? newest, tenant: address.tenant ?? null }
}
