/** Where personal data and secrets are stored, found by searching for bytes after everything has been used. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openFileLog } from '../../src/main/core/log/file-log.ts'
import type { EventName } from '../../src/shared/contract/events.ts'
import { startCommand } from '../support/command.ts'
import { inTerminal } from '../support/in-terminal.ts'
import { collectAll, connectPetra, runningApp, runningPetra } from '../support/running-app.ts'
import { petraUser, staticPetraWorld } from '../support/static-petra-world.ts'
import { tempFolder } from '../support/temp-folder.ts'

const secret = 'petra_trace_sentinel_77aa'
const goner = 'zebediah.wipeout'
const others = 'ottilie.remaining'

/** A text in every possible encoding: plain, UTF-16, base64 (at any offset), hexadecimal, percent-encoded. */
function spellings(text: string): Buffer[] {
  const inBase64 = [0, 1, 2].map((offset) =>
    Buffer.from('x'.repeat(offset) + text)
      .toString('base64')
      .slice(offset === 0 ? 0 : 4, -4),
  )
  const plain = [text, ...inBase64, Buffer.from(text).toString('hex'), encodeURIComponent(text)]
  return [...plain.map((each) => Buffer.from(each)), Buffer.from(text, 'utf16le')]
}

const holds = (bytes: Buffer, text: string) => spellings(text).some((each) => bytes.includes(each))

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))

const namesWith = (folder: string, text: string) =>
  filesBelow(folder)
    .filter((file) => holds(readFileSync(file), text))
    .map((file) => file.slice(folder.length + 1).replace('backups/', ''))
    .sort()

/** A data folder after everything: collected, failed, backed up, restored, exported, with events and a log. */
async function used() {
  const tenants = {
    gone1: [petraUser(goner), petraUser('ada.first')],
    stays: [petraUser(others)],
  }
  const petra = await runningPetra({ world: staticPetraWorld(tenants), keys: [{ secret, tenants: true, usage: true }] })
  const dataDir = tempFolder()
  const log = openFileLog(dataDir, { host: 'terminal' })
  const running = await runningApp({ dataDir, log, env: { PETRA_KEY: secret } })
  const events: unknown[] = []
  for (const name of ['collect.progress', 'task.progress', 'history.changed'] satisfies EventName[])
    running.app.events.on(name, (payload) => events.push(payload))
  const { ask } = running
  await connectPetra(running, petra.origin, { env: 'PETRA_KEY' })
  const collect = () => collectAll(running)
  await collect()
  tenants.gone1.push(petraUser('beth.second'))
  await collect()
  // A response that is stored with its run, because it was not recorded.
  const mend = petra.fault({ path: '/v1/billable-users', tenantId: 'gone1', body: `{"users":"${goner} is not a list"}` })
  await collect()
  mend()
  await ask('backups.create', {})
  const [backup] = await ask('backups.list', {})
  await ask('backups.restore', { ref: backup!.name })
  tenants.gone1.push(petraUser(`${goner}.again`))
  await collect()
  return { ...running, petra, events, log }
}

test('a deleted tenant’s people are in no file of the data folder except those that the answer lists', { timeout: 60_000 }, async () => {
  const { ask, app, dataDir, log } = await used()
  expect(namesWith(dataDir, goner)).toContain('history.db-wal')
  const { removed, backups } = await ask('history.delete', { tenant: 'gone1' })
  expect(removed.holders).toBeGreaterThan(2)
  const named = [...backups].sort()
  expect(named.some((name) => name.startsWith('history.replaced-'))).toBe(true)
  for (const text of [goner, 'ada.first', 'beth.second', 'Tenant gone1'])
    expect(
      namesWith(dataDir, text).filter((name) => !named.includes(name)),
      text,
    ).toEqual([])
  await app.stop()
  log.close()
  for (const text of [goner, 'beth.second'])
    expect(
      namesWith(dataDir, text).filter((name) => !named.includes(name)),
      text,
    ).toEqual([])
  for (const name of named) rmSync(join(dataDir, name.startsWith('history-') ? 'backups' : '', name))
  expect(namesWith(dataDir, goner)).toEqual([])
  expect(namesWith(dataDir, others)).toEqual(['history.db'])
})

test('secrets are in no file, event, output or export, and people’s names are in no log and no event', { timeout: 60_000 }, async () => {
  const { app, dataDir, log, events, ask } = await used()
  log.error({ err: new Error(`the vendor said ${secret}`, { cause: { password: secret, mail: `${goner}@contoso.example` } }) }, 'failed')
  const answers = [await ask('connections.list', {}), await ask('runs.list', {}), await ask('overview.get', {}), await ask('app.info', {})]
  await app.stop()
  log.close()
  const out = tempFolder()
  const env = { PETRA_KEY: secret }
  const printed: string[] = []
  for (const args of [
    ['export', 'holders', '--format', 'csv', '--out', join(out, 'people.csv')],
    ['export', 'holders', '--format', 'xlsx', '--out', join(out, 'people.xlsx')],
    ['connections', '--json'],
    ['runs', '--json'],
    ['doctor', '--json'],
    ['check', 'Petra', '--json'],
    ['snapshots', 'nonsense'],
  ]) {
    const result = await inTerminal([...args, '--data-dir', dataDir], { env })
    printed.push(result.stdout, result.stderr)
  }
  for (const folder of [dataDir, out]) expect(namesWith(folder, secret)).toEqual([])
  expect(namesWith(out, others)).toEqual(['people.csv'])
  const workbooks = filesBelow(out).map((file) => unzipped(readFileSync(file)))
  expect(workbooks.filter((text) => text.includes(others))).toHaveLength(2)
  for (const text of [...printed, JSON.stringify(events), JSON.stringify(answers), ...workbooks])
    expect(holds(Buffer.from(text), secret)).toBe(false)
  expect(events.length).toBeGreaterThan(5)
  expect(holds(Buffer.from(JSON.stringify(events)), goner)).toBe(false)
  for (const file of filesBelow(join(dataDir, 'logs'))) expect(holds(readFileSync(file), `${goner}@contoso.example`), file).toBe(false)
  // Exports are private, like all other files.
  if (process.platform !== 'win32')
    for (const folder of [dataDir, out]) for (const file of filesBelow(folder)) expect(statSync(file).mode & 0o077, file).toBe(0)
})

test.skipIf(process.platform !== 'linux')(
  'the arguments of processes have neither a secret nor the page’s token',
  { timeout: 60_000 },
  async () => {
    const dataDir = tempFolder()
    const host = startCommand(['serve', '--no-open', '--data-dir', dataDir], { env: { PETRA_KEY: secret } })
    try {
      const link = await new Promise<string>((resolve) => {
        let text = ''
        host.stdout.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
          const token = /#token=([\w-]+)/.exec(text)?.[1]
          if (token !== undefined) resolve(token)
        })
      })
      const lines = readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map((pid) => {
          try {
            return readFileSync(join('/proc', pid, 'cmdline'), 'latin1')
          } catch {
            return ''
          }
        })
      expect(lines.some((line) => line.includes(dataDir))).toBe(true)
      for (const line of lines.filter((each) => each.includes(dataDir))) expect(line).not.toMatch(new RegExp(`${secret}|${link}`))
    } finally {
      host.kill('SIGTERM')
    }
  },
)

/** The contents of a ZIP's parts, or the file itself. */
function unzipped(bytes: Buffer): string {
  if (bytes.subarray(0, 2).toString() !== 'PK') return bytes.toString('latin1')
  let text = ''
  for (let at = bytes.indexOf('PK\x01\x02'); at !== -1; at = bytes.indexOf('PK\x01\x02', at + 4)) {
    const [size, header] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)]
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
    const part = bytes.subarray(start, start + size)
    text += (bytes.readUInt16LE(at + 10) === 0 ? part : inflateRawSync(part)).toString('utf8')
  }
  return text
}
