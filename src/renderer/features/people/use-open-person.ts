/** Opens a person's timeline. */
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { type Address, keptTenantAndMonth } from '../../lib/address.ts'
import { setPersonSearch } from './person-search.ts'

/** Takes an id, a user name or a name. It is kept in memory, because personal data must not be in the address. */
export function useOpenPerson(): (search: string) => void {
  const navigate = useNavigate()
  return useCallback(
    (search) => {
      setPersonSearch(search)
      void navigate({ to: '/people', search: (before: Address) => keptTenantAndMonth(before) })
    },
    [navigate],
  )
}
