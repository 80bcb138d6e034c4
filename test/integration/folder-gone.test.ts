import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createApp, type TerminalApp } from '../../src/main/core/app.ts'
import { systemClock } from '../../src/main/core/base/clock.ts'
import { tryProcessLock } from '../../src/main/core/database/process-lock.ts'
import { openFileLog, silentLog } from '../../src/main/core/log/file-log.ts'
import { openRotatingFile } from '../../src/main/core/log/rotating-file.ts'
import { backupNow } from '../../src/main/core/maintenance/backup.ts'
import { openReader } from '../../src/main/core/maintenance/open.ts'
import { claimSecondFolder, copyToSecond } from '../../src/main/core/maintenance/second-folder.ts'
import { createMemoryStore } from '../../src/main/core/secrets/memory-store.ts'
import { openWriter } from '../../src/main/core/writer/writer.ts'
import { addPetra, everything } from '../support/collecting.ts'
import { tempFolder } from '../support/temp-folder.ts'

const signal = new AbortController().signal
const gone = { code: 'DATA_DIR_GONE', message: expect.stringContaining('is missing') }

/** An app on a folder with a connection; `answer` is the vendor's behaviour. */
async function running(answer: (dataDir: string) => void = () => {}): Promise<{ app: TerminalApp; dataDir: string }> {
  const dataDir = join(tempFolder(), 'data')
  const writer = await openWriter(dataDir, {})
  await addPetra(writer, { origin: 'https://petra.example', tenants: 2, at: Date.now(), requestsPerMinute: 6_000 })
  await writer.close()
  const fetch: typeof globalThis.fetch = async () => {
    answer(dataDir)
    return Response.json({ totalBillableUsers: 0, users: [], tenants: [], totalTenants: 0 })
  }
  const app = await createApp({
    dataDir,
    clock: systemClock,
    fetch,
    secrets: createMemoryStore(''),
    log: silentLog,
    env: { PETRA_KEY: 'secret' },
    host: 'terminal',
    saveAs: null,
  })
  onTestFinished(() => app.stop())
  return { app, dataDir }
}

const moveAway = (dataDir: string) => {
  if (existsSync(dataDir)) renameSync(dataDir, `${dataDir}-moved`)
}

test('N: if the folder is renamed during `collect`, it fails and creates no new folder', async () => {
  const { app, dataDir } = await running(moveAway)
  await expect(app.collector.collect(everything, { signal })).rejects.toMatchObject(gone)
  await expect(app.collector.collect(everything, { signal })).rejects.toMatchObject(gone)
  await expect(app.api['overview.get']({}, { signal })).rejects.toMatchObject(gone)
  await expect(app.api['backups.create']({}, { signal })).rejects.toMatchObject(gone)
  expect(existsSync(dataDir)).toBe(false)
  // After the folder is put back, collecting works.
  renameSync(`${dataDir}-moved`, dataDir)
  expect((await app.api['connections.list']({}, { signal })).length).toBe(1)
})

test('N: schedule, backups and restore create no new folder and do not use another history in its place', async () => {
  const { app, dataDir } = await running()
  const backup = await backupNow(app.reader, { dataDir, now: Date.now(), keep: 3 })
  renameSync(dataDir, `${dataDir}-moved`)
  app.start()
  await expect(app.api['backups.restore']({ ref: backup }, { signal })).rejects.toThrow()
  expect(existsSync(dataDir)).toBe(false)
  const other = await openWriter(dataDir, {})
  const before = readdirSync(dataDir)
  await expect(app.collector.collect(everything, { signal })).rejects.toMatchObject(gone)
  expect(readdirSync(dataDir)).toEqual(before)
  await other.close()
})

test('N: a process that started with a history creates no new one if it is gone on opening', async () => {
  const { app, dataDir } = await running()
  await app.stop()
  moveAway(dataDir)
  await expect(openWriter(dataDir, { again: true })).rejects.toMatchObject(gone)
  expect(() => openReader(dataDir)).toThrow(expect.objectContaining({ code: 'DATA_DIR_GONE' }))
  expect(existsSync(dataDir)).toBe(false)
})

test('N: a second folder that is disconnected between two copies gets no further one', async () => {
  const { app, dataDir } = await running()
  const share = join(tempFolder(), 'share')
  mkdirSync(share)
  const second = await claimSecondFolder(dataDir, share, null)
  const at = Date.parse('2026-03-10T12:00:00Z')
  for (const now of [at, at + 1000]) await backupNow(app.reader, { dataDir, now, keep: 3 })
  let copies = 0
  const signal = new AbortController().signal
  signal.throwIfAborted = () => {
    copies += 1
    if (copies < 2) return
    renameSync(share, `${share}-moved`)
    // As an unmounted share does.
    mkdirSync(share)
  }
  await expect(copyToSecond(second, { dataDir, keep: 3, now: at + 2000, signal })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(readdirSync(share)).toEqual([])
  expect(readdirSync(`${share}-moved`).filter((name) => name.startsWith('history-'))).toHaveLength(1)
})

test('N: log and locks do not recreate the folder', () => {
  const dataDir = join(tempFolder(), 'data')
  mkdirSync(dataDir)
  const log = openFileLog(dataDir, { host: 'terminal' })
  log.info({}, 'before')
  const lines = openRotatingFile(join(dataDir, 'logs', 'small.log'), { maxBytes: 1, keep: 1 })
  lines.write('before\n')
  moveAway(dataDir)
  for (let n = 0; n < 3; n += 1) lines.write('after\n')
  log.close()
  log.info({}, 'after')
  expect(() => tryProcessLock(dataDir, 'collector')).toThrow()
  expect(existsSync(dataDir)).toBe(false)
  lines.close()
  log.close()
})
