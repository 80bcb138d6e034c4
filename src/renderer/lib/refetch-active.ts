/** Refetches active answers after a change of the history. Other cached answers are refetched when they are used. */
import type { QueryClient } from '@tanstack/react-query'

/** One at a time, so that a user's request waits for at most one of them. All cached answers are first marked as stale. */
export async function refetchActive(client: QueryClient): Promise<void> {
  const shown = client.getQueryCache().findAll({ type: 'active' })
  // Running requests may return data from before the change, so wait for them and fetch again.
  const underWay = new Map(shown.filter((query) => query.state.fetchStatus === 'fetching').map((query) => [query, query.promise]))
  await client.invalidateQueries({ refetchType: 'none' })
  for (const query of shown) {
    await underWay.get(query)?.catch(() => {})
    if (underWay.has(query) || query.state.isInvalidated) {
      await client.refetchQueries({ queryKey: query.queryKey, exact: true, type: 'active' }, { cancelRefetch: false })
    }
  }
}
