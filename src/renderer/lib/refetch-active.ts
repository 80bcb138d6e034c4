/** Refetches active answers after a change of the history; other cached answers are refetched when they are used. */
import type { QueryClient } from '@tanstack/react-query'

/** One at a time, so that a user's request waits for one of them at most. All cached answers are marked as stale first. */
export async function refetchActive(client: QueryClient): Promise<void> {
  const shown = client.getQueryCache().findAll({ type: 'active' })
  // Requests under way may return data from before the change: wait for them and fetch again.
  const underWay = new Map(shown.filter((query) => query.state.fetchStatus === 'fetching').map((query) => [query, query.promise]))
  await client.invalidateQueries({ refetchType: 'none' })
  for (const query of shown) {
    await underWay.get(query)?.catch(() => {})
    if (underWay.has(query) || query.state.isInvalidated) {
      await client.refetchQueries({ queryKey: query.queryKey, exact: true, type: 'active' }, { cancelRefetch: false })
    }
  }
}
