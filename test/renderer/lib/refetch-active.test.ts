import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, onTestFinished, test } from 'vitest'
import { refetchActive } from '../../../src/renderer/lib/refetch-active.ts'

/** Active answers, from a host that answers when the test allows it. */
function page(names: readonly string[]) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000, retry: false, networkMode: 'always' } } })
  const asked: string[] = []
  const waiting: (() => void)[] = []
  for (const name of names) {
    const observer = new QueryObserver(client, {
      queryKey: [name],
      queryFn: async () => {
        asked.push(name)
        await new Promise<void>((resolve) => waiting.push(resolve))
        return asked.length
      },
    })
    onTestFinished(observer.subscribe(() => {}))
  }
  onTestFinished(() => client.clear())
  return {
    client,
    asked,
    /** Waits until the host has received these requests, and answers all pending ones. */
    async answers(...names: string[]) {
      await expect.poll(() => asked).toEqual(names)
      for (const resolve of waiting.splice(0)) resolve()
    },
  }
}

test('refetches active answers one after another', async () => {
  const { client, answers } = page(['overview', 'trend', 'tenants'])
  const first = ['overview', 'trend', 'tenants']
  await answers(...first)
  await expect.poll(() => client.isFetching()).toBe(0)
  const done = refetchActive(client)
  await answers(...first, 'overview')
  await answers(...first, 'overview', 'trend')
  await answers(...first, 'overview', 'trend', 'tenants')
  await done
  expect(client.getQueryCache().findAll({ predicate: (query) => query.state.isInvalidated })).toEqual([])
})

test('repeats running requests, whose answers may be from before the change', async () => {
  const { client, answers } = page(['overview', 'trend'])
  const done = refetchActive(client)
  await answers('overview', 'trend')
  await answers('overview', 'trend', 'overview')
  await answers('overview', 'trend', 'overview', 'trend')
  await done
})

test('does not repeat requests made since', async () => {
  const { client, answers } = page(['overview', 'trend'])
  await answers('overview', 'trend')
  await expect.poll(() => client.isFetching()).toBe(0)
  const done = refetchActive(client)
  const byHand = client.refetchQueries({ queryKey: ['trend'] })
  await answers('overview', 'trend', 'trend', 'overview')
  await Promise.all([done, byHand])
})
