/**
 * A host in a child process, which a test can kill: it collects everything on a data folder and reports progress to its parent. Its clock jumps.
 * Before each request it sends its time to the parent and waits for permission, because the simulated vendor runs there.
 */
import { autoClock } from './auto-clock.ts'
import { everything, openCollecting } from './collecting.ts'
import type { FromCollectorChild, ToCollectorChild } from './collector-process.ts'

const [dataDir = '', startAt = '', secret = '', writer = ''] = process.argv.slice(2)
const clock = autoClock(Number(startAt))
const say = (message: FromCollectorChild) => process.send?.(message)

const askLeave = () =>
  new Promise<void>((resolve) => {
    process.once('message', (_: ToCollectorChild) => resolve())
    say({ kind: 'asking', at: clock.now() })
  })
const fetchWithLeave: typeof fetch = clock.track(async (input, init) => {
  await askLeave()
  return clock.fetch(input, init)
})

const host = await openCollecting({
  dataDir,
  clock,
  fetch: fetchWithLeave,
  readSecret: async () => secret,
  pollMs: 600_000,
  direct: writer === 'direct',
})
clock.play()
const runs = await host.collector.collect(everything, {
  signal: new AbortController().signal,
  onProgress: (progress) => say({ kind: 'progress', at: clock.now(), progress }),
})
say({ kind: 'done', at: clock.now(), runs })
await host.close()
clock.stop()
process.disconnect()
