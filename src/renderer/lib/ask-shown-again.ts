/** After the history has changed: what is shown is asked again, and what else is kept when somebody looks at it. */
import type { QueryClient } from '@tanstack/react-query'

/** Asks one after the other, so that what a person asks meanwhile waits for one of them at most. From the beginning nothing that is kept counts as fresh. */
export async function askShownAgain(client: QueryClient): Promise<void> {
  const shown = client.getQueryCache().findAll({ type: 'active' })
  // Their answers may be of before the change: they are waited for, and asked for once more.
  const underWay = new Map(shown.filter((query) => query.state.fetchStatus === 'fetching').map((query) => [query, query.promise]))
  await client.invalidateQueries({ refetchType: 'none' })
  for (const query of shown) {
    await underWay.get(query)?.catch(() => {})
    if (underWay.has(query) || query.state.isInvalidated) {
      await client.refetchQueries({ queryKey: query.queryKey, exact: true, type: 'active' }, { cancelRefetch: false })
    }
  }
}
