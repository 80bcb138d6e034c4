import { expect, it } from 'vitest'
import { eventStream } from '../../../src/main/web/event-stream.ts'
import { appDouble } from '../../support/app-double.ts'

const progress = { running: true, done: 1, total: 2, expectedFinish: null, tenant: null, dataset: null }

it('sends events as lines until the host stops', async () => {
  const app = appDouble()
  const host = new AbortController()
  const stream = eventStream(app.events, host.signal)
  app.emit('collect.progress', progress)
  host.abort()
  expect(await new Response(stream).text()).toBe(`\n${JSON.stringify(['collect.progress', progress])}\n`)
  expect(app.listeners()).toBe(0)
})

it('lets a page go that does not read, instead of keeping everything for it', async () => {
  const app = appDouble()
  const stream = eventStream(app.events, new AbortController().signal)
  for (let told = 0; told < 10_000; told += 1) app.emit('collect.progress', progress)
  expect(app.listeners()).toBe(0)
  const lines = (await new Response(stream).text()).split('\n')
  expect(lines.length).toBeLessThan(1_100)
})
