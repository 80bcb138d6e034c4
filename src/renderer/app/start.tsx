/** Renders the app, and caches the answers that were requested before its code was loaded. */
import { createRoot } from 'react-dom/client'
import type { PendingAnswer } from '../lib/overview-requests.ts'
import { answerQuery, createQueryClient } from '../lib/query.ts'
import { App } from './app.tsx'

export function start(container: HTMLElement, answers: readonly PendingAnswer[]): void {
  const client = createQueryClient()
  for (const { route, answer } of answers) void client.prefetchQuery({ ...answerQuery(route, {}), queryFn: () => answer })
  createRoot(container).render(<App client={client} />)
}
