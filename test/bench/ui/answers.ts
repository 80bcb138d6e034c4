/** How long the page waits for answers during a collection, compared with the same requests without one. */
import type { Page } from '@playwright/test'
import { type Figure, median } from './figure.ts'

const limitMs = 100
const quietRounds = 8
/** By then the page has refetched what the last change of the history affected. */
const settledMs = 4_000

/** The collection during which requests are measured. */
interface Beside {
  /** "at full speed" */
  pace: string
  /** Stops it after this time; default: runs to its end. */
  forMs?: number
}

/** For each request, the slowest answer during the collection, minus its usual time. */
export async function answersBesideCollecting(page: Page, { pace, forMs }: Beside): Promise<Figure[]> {
  await page.evaluate(() => {
    location.hash = '#/'
  })
  await page.waitForTimeout(settledMs)
  const quiet = await page.evaluate(askRounds, { rounds: quietRounds })
  const runs = await newestRun(page)
  await page.evaluate(async () => {
    const state = { over: false }
    Object.assign(window, { collecting: state })
    window.api.on('collect.progress', ({ running }) => {
      state.over = !running
    })
    await window.api.request('collect.start', {})
  })
  const during = await page.evaluate(askRounds, { forMs: forMs ?? Number.POSITIVE_INFINITY })
  const collected = (await newestRun(page)) - runs
  await page.evaluate(() => window.api.request('collect.stop', {}))
  return Object.entries(during).map(([question, times]) => ({
    name: `${question} beside ${collected} runs ${pace}: delay`,
    ms: Math.max(0, Math.max(...times) - median(quiet[question] ?? [])),
    limitMs,
  }))
}

const newestRun = (page: Page) =>
  page.evaluate(async () => {
    const answer = await window.api.request('runs.list', { limit: 1 })
    return answer.ok ? (answer.value[0]?.id ?? 0) : 0
  })

/** Runs in the page. Sends one request after another, for the given number of rounds or until the collection ends, for a limited time (ms). */
async function askRounds(until: { rounds: number } | { forMs: number }): Promise<Record<string, number[]>> {
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
  const start = performance.now()
  const isOver = () => (window as unknown as { collecting: { over: boolean } }).collecting.over
  const goesOn = (round: number) => ('rounds' in until ? round < until.rounds : !isOver() && performance.now() - start < until.forMs)
  for (let round = 0; goesOn(round); round += 1) {
    for (const [name, question] of Object.entries(questions)) {
      const begun = performance.now()
      const answer = await question()
      if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`)
      times[name] = [...(times[name] ?? []), performance.now() - begun]
    }
  }
  return times
}
