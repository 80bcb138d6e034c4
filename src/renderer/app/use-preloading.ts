/** While the page is idle, preloads the other screens' code and the data that they show first. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { type AnyRouter, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { screens } from '../components/screens.ts'

/** Longer at first, because the first screen sends more requests after its first answers. */
const firstIdleMs = 400
const idleMs = 100
const checkEveryMs = 50

/** Preloads one screen at a time, whenever no request is running, so that the open screen's requests rarely wait. */
export function usePreloading(): void {
  const client = useQueryClient()
  const router = useRouter()
  useEffect(() => {
    const unmounted = new AbortController()
    void preloadScreens(client, router, unmounted.signal)
    return () => unmounted.abort()
  }, [client, router])
}

async function preloadScreens(client: QueryClient, router: AnyRouter, signal: AbortSignal): Promise<void> {
  await untilIdle(client, signal, firstIdleMs)
  for (const { path } of screens) {
    await router.preloadRoute({ to: path, search: {} })
    await untilIdle(client, signal, idleMs)
  }
}

/** Resolves when no request has been running for `forMs`; never after the signal aborts. */
function untilIdle(client: QueryClient, signal: AbortSignal, forMs: number): Promise<void> {
  return new Promise((resolve) => {
    let passedMs = 0
    const timer = setInterval(() => {
      passedMs = client.isFetching() + client.isMutating() === 0 ? passedMs + checkEveryMs : 0
      if (signal.aborted) clearInterval(timer)
      else if (passedMs >= forMs) {
        clearInterval(timer)
        resolve()
      }
    }, checkEveryMs)
  })
}
