/** Draws the app; the answers that were asked for meanwhile are its first. */
import { createRoot } from 'react-dom/client'
import type { AwaitedAnswer } from '../lib/overview-questions.ts'
import { createQueryClient } from '../lib/query.ts'
import { App } from './app.tsx'

export function start(container: HTMLElement, answers: readonly AwaitedAnswer[]): void {
  const client = createQueryClient()
  for (const { route, answer } of answers) void client.prefetchQuery({ queryKey: [route, {}], queryFn: () => answer })
  createRoot(container).render(<App client={client} />)
}
