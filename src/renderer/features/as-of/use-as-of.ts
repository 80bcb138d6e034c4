/** Shows the history as it was known on an earlier day, and returns to today. */
import { type UseMutationResult, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { AsOfAnswer } from '../../../shared/contract/app-answers.ts'
import type { Address } from '../../lib/address.ts'
import { answerQuery, useAnswer, useChange } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { closeAsOf } from './as-of-open.ts'

interface AsOf {
  /** The day that is shown; null: today; undefined while unknown. */
  shown: string | null | undefined
  begin: UseMutationResult<AsOfAnswer, Error, { day: string }>
  end: UseMutationResult<AsOfAnswer, Error, Record<string, never>>
}

export function useAsOf(): AsOf {
  const client = useQueryClient()
  const [address, changeAddress] = useAddress()
  const shown = useAnswer('asOf.get', {}).data?.day
  const take = useCallback(
    (next: AsOfAnswer) => {
      client.setQueryData(answerQuery('asOf.get', {}).queryKey, next)
      // Screens opened next must not briefly show answers for another day.
      client.removeQueries({ type: 'inactive' })
    },
    [client],
  )
  const begin = useChange('asOf.begin', {
    onDone: (_, next) => {
      take(next)
      if (next.day !== null) changeAddress(knownBy(address, next.day), { replace: true })
    },
  })
  const end = useChange('asOf.end', {
    onDone: (_, next) => {
      take(next)
      closeAsOf()
    },
    failing: 'The earlier day is still shown.',
  })
  return { shown, begin, end }
}

/** Removes from the address the months and snapshots that did not exist on the day. */
function knownBy({ month, from, to }: Address, day: string): { [K in keyof Address]?: undefined } {
  const isLater = (each: string | undefined): boolean => each !== undefined && each > day.slice(0, 7)
  return {
    snapshot: undefined,
    before: undefined,
    after: undefined,
    ...(isLater(month) || isLater(from) || isLater(to) ? { month: undefined, from: undefined, to: undefined } : {}),
  }
}
