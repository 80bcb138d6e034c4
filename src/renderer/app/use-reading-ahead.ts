/** The other screens' code, and what they ask first, come once the first one stands: a visit then finds both there. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { type AnyRouter, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/routes.ts'
import { addMonths } from '../../shared/domain/month.ts'
import { screens } from '../components/screens.ts'
import { chargeTrend, chosenCharge } from '../features/usage/chosen-charge.ts'
import { ask } from '../lib/api.ts'
import { monthBefore } from '../lib/months.ts'
import { newestMonth } from '../lib/use-place.ts'

/** Before anything: what the first screen still asks comes before it. */
const firstRestMs = 400
const restMs = 100
const lookMs = 50

/** Asks one after the other, each time that nothing else is awaited, so that nobody waits for it. */
export function useReadingAhead(): void {
  const client = useQueryClient()
  const router = useRouter()
  useEffect(() => {
    const gone = new AbortController()
    // A failure is the screen's to show, when somebody goes there.
    readAhead(client, router, gone.signal).catch(() => {})
    return () => gone.abort()
  }, [client, router])
}

async function readAhead(client: QueryClient, router: AnyRouter, gone: AbortSignal): Promise<void> {
  await atRest(client, gone, firstRestMs)
  for (const { path } of screens) await router.preloadRoute({ to: path })
  const answer = async <R extends RouteName>(route: R, input: RouteInput<R>): Promise<RouteOutput<R>> => {
    await atRest(client, gone, restMs)
    return client.fetchQuery({ queryKey: [route, input], queryFn: () => ask(route, input) })
  }
  if ((await answer('app.info', {})).empty) return
  const months = await answer('months.list', {})
  const to = newestMonth(months, null)
  if (to !== null) {
    await answer('diff.tenants', { from: monthBefore(to, months.months), to })
    await answer('licences.get', { month: to })
  }
  await answer('trend.figures', {})
  const { openMonth } = months
  await answer('trend.get', { figure: 'reported', sum: true, grain: 'month', from: addMonths(openMonth, -17), to: openMonth })
  await answer('runs.list', { limit: 2_000 })
  await answer('queue.get', {})
  const genesys = (await answer('tenants.list', {})).find((each) => each.provider === 'genesys')
  if (genesys === undefined) return
  const periods = await answer('months.list', { tenant: genesys.id })
  const month = periods.months.find((each) => each.tenants.with > 0)?.month
  if (month === undefined) return
  const usage = await answer('usage.get', { tenant: genesys.id, month })
  const charge = chosenCharge(usage.rows, undefined)
  if (charge === null) return
  await answer('trend.get', chargeTrend(usage, 'used', charge.chargeId))
  await answer('trend.get', chargeTrend(usage, 'committed', charge.chargeId))
}

/** Resolves when nothing was awaited for a moment; never once the page is gone. */
function atRest(client: QueryClient, gone: AbortSignal, forMs: number): Promise<void> {
  return new Promise((resolve) => {
    let restedMs = 0
    const timer = setInterval(() => {
      restedMs = client.isFetching() + client.isMutating() === 0 ? restedMs + lookMs : 0
      if (gone.aborted) clearInterval(timer)
      else if (restedMs >= forMs) {
        clearInterval(timer)
        resolve()
      }
    }, lookMs)
  })
}
