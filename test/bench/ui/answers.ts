/** How long the page waits for answers while a collection runs, compared with the same questions asked in quiet. */
import type { Page } from '@playwright/test'
import { type Figure, median } from './figure.ts'

const limitMs = 100
const quietRounds = 8

/** For each question the slowest answer while collecting, less its usual time in quiet. */
export async function answersBesideCollecting(page: Page): Promise<Figure[]> {
  await page.evaluate(() => {
    location.hash = '#/'
  })
  await page.waitForTimeout(1_000)
  const quiet = await page.evaluate(askRounds, quietRounds)
  const runs = await newestRun(page)
  await page.evaluate(async () => {
    const state = { over: false }
    Object.assign(window, { collecting: state })
    window.api.on('collect.progress', ({ running }) => {
      state.over = !running
    })
    await window.api.request('collect.start', {})
  })
  const during = await page.evaluate(askRounds, null)
  const collected = (await newestRun(page)) - runs
  return Object.entries(during).map(([question, times]) => ({
    name: `${question} beside a collection of ${collected} runs: delay`,
    ms: Math.max(0, Math.max(...times) - median(quiet[question] ?? [])),
    limitMs,
  }))
}

const newestRun = (page: Page) =>
  page.evaluate(async () => {
    const answer = await window.api.request('runs.list', { limit: 1 })
    return answer.ok ? (answer.value[0]?.id ?? 0) : 0
  })

/** Runs in the page. Asks one question after the other, so many rounds or (null) for as long as the collection goes on. */
async function askRounds(rounds: number | null): Promise<Record<string, number[]>> {
  const month = new Date().toISOString().slice(0, 7)
  const before = `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`
  const questions = {
    'overview.get': () => window.api.request('overview.get', {}),
    'trend.get': () => window.api.request('trend.get', { figure: 'recounted', sum: true, grain: 'month' }),
    'diff.get': () => window.api.request('diff.get', { tenant: 1, from: before, to: month }),
    'licences.get': () => window.api.request('licences.get', {}),
    'people.search': () => window.api.request('people.search', { query: 'zoe' }),
    'runs.list': () => window.api.request('runs.list', { limit: 2_000 }),
    'connections.list': () => window.api.request('connections.list', {}),
  }
  const times: Record<string, number[]> = {}
  const isOver = () => (window as unknown as { collecting: { over: boolean } }).collecting.over
  for (let round = 0; rounds === null ? !isOver() : round < rounds; round += 1) {
    for (const [name, question] of Object.entries(questions)) {
      const begun = performance.now()
      const answer = await question()
      if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`)
      times[name] = [...(times[name] ?? []), performance.now() - begun]
    }
  }
  return times
}
