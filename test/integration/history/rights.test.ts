import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { copyAsOf, makeCopyFolder } from '../../../src/main/core/as-of/copy.ts'
import { systemClock } from '../../../src/main/core/base/clock.ts'
import { tryProcessLock } from '../../../src/main/core/database/process-lock.ts'
import type { NetworkFacts } from '../../../src/main/core/doctor/check.ts'
import { runChecks } from '../../../src/main/core/doctor/doctor.ts'
import { openFileLog } from '../../../src/main/core/log/file-log.ts'
import { backupNow, saveBackup } from '../../../src/main/core/maintenance/backup.ts'
import { openHistory, openReader } from '../../../src/main/core/maintenance/open.ts'
import { restoreHistory } from '../../../src/main/core/maintenance/restore.ts'
import { claimSecondFolder, copyToSecond } from '../../../src/main/core/maintenance/second-folder.ts'
import { createMemoryStore } from '../../../src/main/core/secrets/memory-store.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const now = Date.parse('2026-03-10T12:00:00Z')
const open = 0o077

function openDataFolder(): string {
  const dataDir = tempFolder()
  chmodSync(dataDir, 0o755)
  return dataDir
}

/** Everything in a folder that other users can access. */
function openToOthers(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => (statSync(join(folder, name)).mode & open) !== 0)
}

test.skipIf(process.platform === 'win32')('L: everything made in an accessible data folder is private, at every moment', async () => {
  const dataDir = openDataFolder()
  const umask = process.umask(0o022)
  try {
    const log = openFileLog(dataDir, { host: 'terminal' })
    log.info({}, 'a line')
    const { db, close } = await openHistory(dataDir, now)
    for (const name of ['collector', 'demo'] as const) expect(tryProcessLock(dataDir, name)).not.toBe(null)
    const reader = openReader(dataDir)
    db.sqlite.prepare("insert into setting values ('a', '1')").run()
    expect(readdirSync(dataDir)).toEqual(
      expect.arrayContaining(['history.db', 'history.db-shm', 'history.db-wal', 'hosts.db', 'lock.db', 'demo.db', 'logs']),
    )
    // Checked while it is copied, too.
    const seen: string[] = []
    await backupNow(reader, { dataDir, now, keep: 3 }, () => void seen.push(...openToOthers(dataDir)))
    await saveBackup(reader, join(dataDir, 'own.db'))
    const share = join(dataDir, 'share')
    mkdirSync(share, { mode: 0o700 })
    await copyToSecond(await claimSecondFolder(join(dataDir, 'elsewhere'), share, null), { dataDir, keep: 3, now })
    const earlier = makeCopyFolder(dataDir)
    await copyAsOf(dataDir, earlier, now, () => void seen.push(...openToOthers(dataDir)))
    expect(readdirSync(earlier)).toContain('history.db')
    expect(seen).toEqual([])
    reader.sqlite.close()
    close()
    await restoreHistory(dataDir, join(dataDir, 'own.db'), now, () => void seen.push(...openToOthers(dataDir)))
    expect(seen).toEqual([])
    log.close()
    expect(openToOthers(dataDir)).toEqual([])
    expect(statSync(dataDir).mode & 0o777).toBe(0o755)
  } finally {
    process.umask(umask)
  }
})

test.skipIf(process.platform === 'win32')(
  'L: what an earlier version left open is closed; what is the user’s own is not touched',
  async () => {
    const dataDir = openDataFolder()
    const { close } = await openHistory(dataDir, now)
    close()
    mkdirSync(join(dataDir, 'backups'), { mode: 0o755 })
    for (const name of ['history.replaced-2026.db', 'lock.db', 'notes.txt']) writeFileSync(join(dataDir, name), '', { mode: 0o644 })
    for (const name of ['history.db', 'hosts.db']) chmodSync(join(dataDir, name), 0o644)
    const again = await openHistory(dataDir, now)
    expect(openToOthers(dataDir)).toEqual(['notes.txt'])
    again.close()
  },
)

test.skipIf(process.platform === 'win32')('L: the doctor reports an accessible data folder', async () => {
  const dataDir = openDataFolder()
  const network: NetworkFacts = {
    carrier: 'electron',
    proxy: { variables: [], exceptions: null, withoutEffect: [] },
    systemCertificates: 0,
    extraCertificatesFile: null,
  }
  const deps = { dataDir, clock: systemClock, secrets: createMemoryStore(''), network }
  const folderCheck = async () => (await runChecks(deps)).find(({ name }) => name === 'data folder')
  expect(await folderCheck()).toMatchObject({
    ok: false,
    detail: expect.stringContaining('mode 755'),
    next: expect.stringContaining('chmod 700'),
  })
  chmodSync(dataDir, 0o700)
  expect(await folderCheck()).toMatchObject({ ok: true })
})

test.skipIf(process.getuid?.() !== 0 || spawnSync('setpriv', ['--version']).status !== 0)(
  'L: another user can read nothing of the history in an open folder',
  async () => {
    const dataDir = openDataFolder()
    const { close } = await openHistory(dataDir, now)
    const asOther = (file: string) =>
      spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', '--', 'cat', join(dataDir, file)]).status
    for (const name of readdirSync(dataDir)) expect(asOther(name)).not.toBe(0)
    close()
  },
)
