/** Whether an answer needs a recovery key. */
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from './api.ts'

/** True from the first `KEY_MISSING` until the answer arrives, including retries, which have no error. A passphrase cannot be entered in the page. */
export function useWantsRecoveryKey({ data, error }: UseQueryResult<unknown, Error>): boolean {
  const [known, setKnown] = useState(false)
  const now =
    data !== undefined
      ? false
      : error
        ? error instanceof ApiError && error.code === 'KEY_MISSING' && error.data?.kind === 'recovery'
        : known
  if (now !== known) setKnown(now)
  return now
}
