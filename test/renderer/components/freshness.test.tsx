import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Freshness } from '../../../src/renderer/components/freshness.tsx'
import { dayMs, hourMs } from '../../../src/shared/domain/duration.ts'

test('staleness depends on the configured interval, as in the attention list', () => {
  expect(hasClock({ agoMs: 49 * hourMs, collectEveryHours: 24 })).toBe(true)
  expect(hasClock({ agoMs: 47 * hourMs, collectEveryHours: 24 })).toBe(false)
  expect(hasClock({ agoMs: 13 * dayMs, collectEveryHours: 168 })).toBe(false)
})

function hasClock({ agoMs, collectEveryHours }: { agoMs: number; collectEveryHours: number }): boolean {
  const client = new QueryClient()
  client.setQueryData(['settings.get', {}], { collectEveryHours })
  const drawn = renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <Freshness at={new Date(Date.now() - agoMs).toISOString()} ended={null} />
    </QueryClientProvider>,
  )
  return drawn.includes('<svg')
}
