/** Makes the storage fail under a writer: nothing that was acknowledged may be lost, and the failure must have a code. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../src/main/core/base/errors.ts'
import { historyFile } from '../../src/main/core/database/files.ts'
import { verify } from '../../src/main/core/history/verify.ts'
import { openHistory } from '../../src/main/core/maintenance/open.ts'
import { openWriter, type Writer } from '../../src/main/core/writer/writer.ts'
import { runCommand } from '../support/command.ts'
import { asOtherUser, otherUserObstacle } from '../support/other-user.ts'
import type { Tally } from './kills.ts'
import { responseOf } from './payloads.ts'
import { fillHistory } from './start.ts'

/** The faults, each with its requirements. */
const faults: {
  kind: string
  codes: string[]
  run(root: string, random: () => number): Promise<{ dataDir: string; acknowledged: number; code: string | null }>
}[] = [
  { kind: 'full disk', codes: ['DISK_FULL'], run: fullDisk },
  { kind: 'folder gone', codes: ['DATA_DIR_GONE'], run: folderGone },
  { kind: 'locked by another program', codes: ['DB_LOCKED'], run: locked },
  { kind: 'strange folder name', codes: [], run: strangeName },
  { kind: 'read-only folder', codes: ['DATA_DIR_UNWRITABLE'], run: readOnly },
]

/** Tries each fault `times` times, all kinds at once, because most of the time is waiting for locks. A fault that this machine cannot produce is not counted. */
export async function breakStorage(options: { times: number; random: () => number; deadline?: number }): Promise<Tally[]> {
  const { times, random, deadline = Number.POSITIVE_INFINITY } = options
  return Promise.all(
    faults.map(async ({ kind, codes, run }) => {
      const tally: Tally = { kind, tried: 0, survived: 0, met: codes.join(', '), lost: [] }
      for (let time = 0; time < times && Date.now() < deadline; time += 1) {
        const root = mkdtempSync(join(tmpdir(), 'seatledger-storage-'))
        try {
          const { dataDir, acknowledged, code } = await run(root, random)
          const isExpected = code === null ? codes.length === 0 : codes.includes(code)
          const wrong = [
            ...(isExpected ? [] : [code === null ? 'the fault was not noticed' : `failed with ${code}`]),
            ...(await missing(dataDir, acknowledged)),
          ]
          tally.tried += 1
          if (wrong.length === 0) tally.survived += 1
          else tally.lost.push(...wrong)
        } catch (error) {
          if (!(error instanceof NotHere)) throw error
          break
        } finally {
          spawnSync('umount', ['-l', join(root, 'disk')], { stdio: 'ignore' })
          rmSync(root, { recursive: true, force: true })
        }
      }
      return tally
    }),
  )
}

/** Thrown if this machine cannot produce the fault. */
class NotHere extends Error {}

async function missing(dataDir: string, acknowledged: number): Promise<string[]> {
  const { db, close } = await openHistory(dataDir, Date.now())
  try {
    const { snapshots, damaged } = verify(db)
    return [
      ...(snapshots < acknowledged ? [`${acknowledged - snapshots} acknowledged snapshots are gone`] : []),
      ...(damaged.length > 0 ? [`${damaged.length} snapshots are damaged`] : []),
    ]
  } finally {
    close()
  }
}

/** Records until it fails or `count` are recorded. Returns how many were acknowledged, and the code of the failure. */
async function recordMany(writer: Writer, from: number, count: number): Promise<{ acknowledged: number; code: string | null }> {
  for (let at = 0; at < count; at += 1) {
    const { reportedAt, payload } = responseOf(1, from + at)
    try {
      await writer.call('snapshot.record', {
        runId: null,
        connectionId: 1,
        tenantId: 1,
        dataset: 'petra.billable-users',
        asked: { externalId: 'T1', microsoftTenantId: null },
        observedAt: reportedAt,
        bytes: new TextEncoder().encode(JSON.stringify(payload)),
      })
    } catch (error) {
      return { acknowledged: at, code: codeOf(error) }
    }
  }
  return { acknowledged: count, code: null }
}

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))

async function fullDisk(root: string, random: () => number) {
  const disk = join(root, 'disk')
  mkdirSync(disk)
  const sizeKb = 2_400 + Math.floor(random() * 1_000)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeKb}k`, 'tmpfs', disk]).status !== 0) throw new NotHere()
  const dataDir = join(disk, 'data')
  const filled = await fillHistory(dataDir)
  const writer = await openWriter(dataDir)
  const { acknowledged, code } = await recordMany(writer, filled.step, 400)
  await writer.close()
  // Makes room for the next start, because a full disk stays full.
  spawnSync('mount', ['-o', 'remount,size=50m', disk])
  return { dataDir, acknowledged: acknowledged + filled.set.length, code }
}

async function folderGone(root: string, random: () => number) {
  const dataDir = join(root, 'data')
  const filled = await fillHistory(dataDir)
  const writer = await openWriter(dataDir)
  const before = await recordMany(writer, filled.step, Math.floor(random() * 6))
  renameSync(dataDir, `${dataDir}-elsewhere`)
  const { code } = await recordMany(writer, filled.step + before.acknowledged, 1)
  await writer.close()
  return { dataDir: `${dataDir}-elsewhere`, acknowledged: filled.set.length + before.acknowledged, code }
}

async function locked(root: string) {
  const dataDir = join(root, 'data')
  const filled = await fillHistory(dataDir)
  const other = new Database(historyFile(dataDir))
  other.pragma('locking_mode = EXCLUSIVE')
  other.exec('BEGIN EXCLUSIVE')
  const code = await openWriter(dataDir).then(async (writer) => {
    await writer.close()
    return null
  }, codeOf)
  other.exec('ROLLBACK')
  other.close()
  return { dataDir, acknowledged: filled.set.length, code }
}

const names = ['with space', 'a#b?c%20d', 'ünïcödé-数据', 'שלום', "quote's", 'file:history', '-dash', 'semi;colon&and', '%']

async function strangeName(root: string, random: () => number) {
  const dataDir = join(root, names[Math.floor(random() * names.length)]!)
  const filled = await fillHistory(dataDir)
  const writer = await openWriter(dataDir)
  const { acknowledged, code } = await recordMany(writer, filled.step, 3)
  await writer.close()
  return { dataDir, acknowledged: filled.set.length + acknowledged, code }
}

async function readOnly(root: string) {
  const dataDir = join(root, 'data')
  const filled = await fillHistory(dataDir)
  if (process.getuid?.() === 0) return { dataDir, acknowledged: filled.set.length, code: await readOnlyForAnother(root, dataDir) }
  chmodSync(dataDir, 0o500)
  const code = await openWriter(dataDir).then(async (writer) => {
    await writer.close()
    return null
  }, codeOf)
  chmodSync(dataDir, 0o700)
  return { dataDir, acknowledged: filled.set.length, code }
}

/** Root may write anywhere, so another user opens the folder. */
async function readOnlyForAnother(root: string, dataDir: string): Promise<string | null> {
  if (otherUserObstacle() !== null) throw new NotHere()
  chmodSync(root, 0o755)
  spawnSync('chown', ['-R', '65534:65534', dataDir])
  spawnSync('chmod', ['-R', 'a-w', dataDir])
  const { code, json } = await runCommand(['connections', '--json', '--data-dir', dataDir], {
    under: asOtherUser,
    env: { HOME: '/nonexistent' },
  })
  spawnSync('chmod', ['-R', 'u+w', dataDir])
  spawnSync('chown', ['-R', '0:0', dataDir])
  return code === 0 ? null : (json() as { error: { code: string } }).error.code
}
