import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, onTestFinished, test } from 'vitest'
import { refetchActive } from '../../../src/renderer/lib/refetch-active.ts'

/** Answers that are shown, each from a host that answers when the test says so. */
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
    /** Waits until the host was asked for these since the beginning, and answers all that wait. */
    async answers(...names: string[]) {
      await expect.poll(() => asked).toEqual(names)
      for (const resolve of waiting.splice(0)) resolve()
    },
  }
}

test('asks what is shown again one after the other', async () => {
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

test('asks again what was under way: its answer may be of before the change', async () => {
  const { client, answers } = page(['overview', 'trend'])
  const done = refetchActive(client)
  await answers('overview', 'trend')
  await answers('overview', 'trend', 'overview')
  await answers('overview', 'trend', 'overview', 'trend')
  await done
})

test('does not ask again what somebody has asked since', async () => {
  const { client, answers } = page(['overview', 'trend'])
  await answers('overview', 'trend')
  await expect.poll(() => client.isFetching()).toBe(0)
  const done = refetchActive(client)
  const byHand = client.refetchQueries({ queryKey: ['trend'] })
  await answers('overview', 'trend', 'trend', 'overview')
  await Promise.all([done, byHand])
})
