/** Reads and changes the address. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Address } from './address.ts'

/** The address, and a function that changes parts of it; undefined removes a part. */
export function useAddress(): [
  Address,
  (change: { [K in keyof Address]?: Address[K] | undefined }, options?: { replace?: boolean }) => void,
] {
  const address = useSearch({ strict: false }) as Address
  const navigate = useNavigate()
  const change = useCallback(
    (next: { [K in keyof Address]?: Address[K] | undefined }, options: { replace?: boolean } = {}) => {
      void navigate({
        to: '.',
        search: ((before: Address) => withoutUndefined({ ...before, ...next })) as never,
        replace: options.replace ?? false,
      })
    },
    [navigate],
  )
  return [address, change]
}

function withoutUndefined(address: Record<string, unknown>): Address {
  return Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined)) as Address
}
