/** A process that really crashes: its outputs and its log contain no secret and no person's name. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { runCommand } from '../support/command.ts'
import { runningApp } from '../support/running-app.ts'
import { tempFolder } from '../support/temp-folder.ts'

const secret = 'petra_crash_sentinel_51c9'
const name = 'Zebediah Wipeout'
const mail = 'zebediah.wipeout@contoso.example'
const password = 'hunter_crash_sentinel'

/** Loaded before the command and in its threads: throws at the place that `CRASH` names. The error contains what errors of libraries contain. */
const hook = `
import threads from 'node:worker_threads'
const kind = process.env.CRASH
function error() {
  let cause
  try { JSON.parse('{"displayName": ${name} }') } catch (thrown) { cause = thrown }
  const known = threads.isMainThread ? process.env.PETRA_KEY : 'it'
  const made = new Error('The vendor refused ' + known + ' for ${mail}', { cause })
  return Object.assign(made, { password: '${password}', holders: ['${name}'], detail: 'Key (name)=(${name}) exists' })
}
const crash = () => setImmediate(() => { throw error() })
if (!threads.isMainThread) {
  const { again, request } = threads.workerData
  if (kind === 'writer' && again !== undefined) threads.parentPort.once('message', () => { throw error() })
  if (kind === 'export' && request !== undefined) crash()
} else if (kind === 'exception' || kind === 'rejection') {
  // The credential has been read by then.
  globalThis.fetch = () => {
    if (kind === 'exception') crash()
    else Promise.reject(error())
    return new Promise(() => {})
  }
}
`

const commands: Record<string, string[]> = {
  exception: ['watch'],
  rejection: ['watch'],
  writer: ['settings', 'set', 'timeZone', 'Asia/Tokyo'],
  export: ['export', 'runs', '--format', 'csv', '--out'],
}

test('exceptions and rejections in a host, the writer’s thread and an export leave no secret and no name behind', {
  timeout: 60_000,
}, async () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'hook.mjs'), hook)
  const filled = join(folder, 'filled')
  const { app, ask } = await runningApp({ dataDir: filled, env: { PETRA_KEY: secret } })
  await ask('connections.add', {
    provider: 'petra',
    name: 'Petra',
    config: { baseUrl: 'http://127.0.0.1:9' },
    secret: { env: 'PETRA_KEY' },
    check: false,
  })
  await app.stop()
  await Promise.all(
    Object.entries(commands).map(async ([kind, args]) => {
      const dataDir = join(folder, kind)
      cpSync(filled, dataDir, { recursive: true })
      const env = { CRASH: kind, PETRA_KEY: secret, NODE_OPTIONS: `--import=${pathToFileURL(join(folder, 'hook.mjs')).href}` }
      const out = kind === 'export' ? [join(folder, 'runs.csv')] : []
      const { code, stdout, stderr } = await runCommand([...args, ...out, '--data-dir', dataDir], { env })
      expect(code, kind).toBe(1)
      expect(stderr, kind).toMatch(/An internal error occurred \(reference \w{8}\)\. For details, see the log in the data folder\./)
      const logged = readdirSync(join(dataDir, 'logs'))
        .map((file) => readFileSync(join(dataDir, 'logs', file), 'utf8'))
        .join('')
      // It is the expected error, with its location.
      expect(logged, kind).toContain('The vendor refused')
      expect(logged, kind).toContain('hook.mjs')
      expect(logged, kind).toContain('is not valid JSON')
      for (const text of [secret, mail, name, 'Zebediah', password])
        for (const where of [stdout, stderr, logged]) expect(where.includes(text), `${text} after ${kind}`).toBe(false)
    }),
  )
})
