import { expect, it } from 'vitest'
import { eventStream } from '../../../src/main/web/event-stream.ts'
import { appDouble } from '../../support/app-double.ts'

const progress = (done: number) => ({ running: true, done, total: 2, expectedFinish: null, tenant: null, dataset: null })
const linesOf = async (stream: ReadableStream) => (await new Response(stream).text()).split('\n').filter((line) => line !== '')

it('sends events as lines until the host stops', async () => {
  const app = appDouble()
  const host = new AbortController()
  const stream = eventStream(app.events, host.signal)
  app.emit('collect.progress', progress(1))
  host.abort()
  expect(await linesOf(stream)).toEqual([JSON.stringify(['collect.progress', progress(1)])])
  expect(app.listeners()).toBe(0)
})

it('keeps only the latest event of each kind for a page that does not read', async () => {
  const app = appDouble()
  const host = new AbortController()
  const stream = eventStream(app.events, host.signal)
  for (let done = 1; done <= 10_000; done += 1) {
    app.emit('collect.progress', progress(done))
    app.emit('task.progress', { task: 'verify', running: true, done, total: null })
  }
  app.emit('task.progress', { task: 'export', running: false, done: null, total: null })
  host.abort()
  expect(await linesOf(stream)).toEqual([
    JSON.stringify(['collect.progress', progress(10_000)]),
    JSON.stringify(['task.progress', { task: 'verify', running: true, done: 10_000, total: null }]),
    JSON.stringify(['task.progress', { task: 'export', running: false, done: null, total: null }]),
  ])
})
