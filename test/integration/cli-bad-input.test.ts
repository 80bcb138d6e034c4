import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { simulatedPetraKey } from '../../src/main/demo/simulated-petra.ts'
import { runCommand } from '../support/command.ts'
import { inTerminal } from '../support/in-terminal.ts'
import { asOtherUser, otherUserObstacle } from '../support/other-user.ts'
import { runningPetra } from '../support/running-app.ts'
import { petraUser, staticPetraWorld } from '../support/static-petra-world.ts'
import { tempFolder } from '../support/temp-folder.ts'

const failure = (code: string, words: RegExp) => ({ code: 1, error: { code, message: expect.stringMatching(words) } })

/** Runs the command with `--json`; the error must be in both outputs. */
async function failing(dataDir: string, args: string[], env: Record<string, string> = {}) {
  const { code, stderr, json } = await inTerminal([...args, '--data-dir', dataDir, '--json'], { env })
  const { error } = json() as { error: { code: string; message: string } }
  expect(stderr.trim()).toBe(`seatledger: ${error.message}`)
  return { code, error }
}

/** A data folder with one connection and its snapshots. */
async function filledFolder(): Promise<string> {
  const dataDir = tempFolder()
  const petra = await runningPetra({ world: staticPetraWorld({ aB1: [petraUser('u1')] }) })
  const env = { KEY: simulatedPetraKey }
  const connect = ['connect', 'petra', 'MSP', '--base-url', petra.origin, '--requests-per-minute', '6000', '--secret-env', 'KEY']
  expect(await inTerminal([...connect, '--data-dir', dataDir], { env })).toMatchObject({ code: 0 })
  expect(await inTerminal(['collect', '--data-dir', dataDir], { env })).toMatchObject({ code: 0 })
  return dataDir
}

const snapshotsIn = async (dataDir: string) =>
  ((await inTerminal(['snapshots', '--data-dir', dataDir, '--json'])).json() as unknown[]).length

describe('invalid input', { timeout: 180_000 }, () => {
  it('gives an error with the next step, and changes nothing', async () => {
    const dataDir = await filledFolder()
    expect(await failing(dataDir, ['collect', '--tenant', 'nobody'])).toMatchObject(failure('NOT_FOUND', /"nobody".*list of tenants/s))
    expect(await failing(dataDir, ['collect', '--connection', 'nothing'])).toMatchObject(failure('NOT_FOUND', /"nothing".*MSP/s))
    expect(await failing(dataDir, ['check', 'MSP'])).toMatchObject(failure('SECRET_MISSING', /variable KEY is not set/))
    expect(await failing(dataDir, ['check', 'MSP'], { KEY: 'petra_wrong' })).toMatchObject(failure('UNAUTHORIZED', /key/i))
    expect(await failing(dataDir, ['snapshot', '999'])).toMatchObject(failure('NOT_FOUND', /999/))
    expect(await failing(dataDir, ['connect', 'petra', 'MSP', '--secret-env', 'KEY'], { KEY: 'x' })).toMatchObject(
      failure('ALREADY_EXISTS', /MSP/),
    )
    expect(await failing(dataDir, ['catalogue', 'import', join(dataDir, 'missing.csv')])).toMatchObject(
      failure('UNREADABLE_FILE', /missing\.csv/),
    )
    expect(await inTerminal(['settings', 'set', 'timeZone', 'Mars', '--data-dir', dataDir])).toMatchObject({ code: 2 })
    expect(await inTerminal(['snapshots', '--dataset', 'petra.users', '--data-dir', dataDir])).toMatchObject({ code: 2 })
    expect(await snapshotsIn(dataDir)).toBe(2)
  })

  it.runIf(process.platform === 'linux')('is refused if no keychain can store a piped credential', async () => {
    const dataDir = tempFolder()
    const args = ['connect', 'petra', 'MSP', '--secret-stdin', '--no-check', '--data-dir', dataDir, '--json']
    const result = await runCommand(args, { stdin: 'petra_piped_sentinel\n' })
    expect(result.code).toBe(1)
    expect(result.json()).toMatchObject({ error: { code: 'NO_KEYCHAIN', message: expect.stringContaining('--secret-env') } })
    expect(result.stdout + result.stderr).not.toContain('petra_piped_sentinel')
    expect((await inTerminal(['connections', '--data-dir', dataDir, '--json'])).json()).toEqual([])
  })
})

describe('a data folder that cannot be used', { timeout: 180_000 }, () => {
  it('because it is a file', async () => {
    const file = join(tempFolder(), 'file')
    writeFileSync(file, 'mine')
    expect(await failing(file, ['connections'])).toMatchObject(failure('DATA_DIR_UNWRITABLE', /--data-dir/))
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })

  it('because this user may not write there', async ({ skip }) => {
    const obstacle = otherUserObstacle()
    if (obstacle !== null) skip(obstacle)
    const parent = tempFolder()
    chmodSync(parent, 0o755)
    const dataDir = join(parent, 'data')
    mkdirSync(dataDir, { mode: 0o755 })
    const result = await runCommand(['connections', '--data-dir', dataDir, '--json'], { under: asOtherUser, env: { HOME: '/nonexistent' } })
    expect(result.code).toBe(1)
    expect(result.json()).toMatchObject({ error: { code: 'DATA_DIR_UNWRITABLE', message: expect.stringContaining('--data-dir') } })
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('because it is read-only, although it has a history: nothing in it changes', async ({ skip }) => {
    const obstacle = otherUserObstacle()
    if (obstacle !== null) skip(obstacle)
    const parent = tempFolder()
    chmodSync(parent, 0o755)
    const dataDir = join(parent, 'data')
    expect(await inTerminal(['connections', '--data-dir', dataDir])).toMatchObject({ code: 0 })
    spawnSync('chown', ['-R', '65534:65534', dataDir])
    spawnSync('chmod', ['-R', 'a-w', dataDir])
    const names = readdirSync(dataDir)
    const bytes = readFileSync(join(dataDir, 'history.db'))
    const result = await runCommand(['connections', '--data-dir', dataDir, '--json'], { under: asOtherUser, env: { HOME: '/nonexistent' } })
    expect(result.code).toBe(1)
    expect(result.json()).toMatchObject({ error: { code: 'DATA_DIR_UNWRITABLE', message: expect.stringContaining('write permission') } })
    expect(readdirSync(dataDir)).toEqual(names)
    expect(readFileSync(join(dataDir, 'history.db')).equals(bytes)).toBe(true)
  })

  it('because its disk is full', async (context) => {
    const disk = tempFolder()
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]).status !== 0)
      return context.skip('a small disk cannot be mounted here')
    onTestFinished(() => void spawnSync('umount', [disk]))
    const dataDir = join(disk, 'data')
    expect(await inTerminal(['settings', 'set', 'timeZone', 'Europe/Berlin', '--data-dir', dataDir])).toMatchObject({ code: 0 })
    const filler = spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=1k'])
    expect(filler.status).not.toBe(0)
    expect(await failing(dataDir, ['settings', 'set', 'timeZone', 'Asia/Tokyo'])).toMatchObject(failure('DISK_FULL', /free some space/i))
    spawnSync('rm', [join(disk, 'filler')])
    const settings = await inTerminal(['settings', 'get', 'timeZone', '--data-dir', dataDir, '--json'])
    expect(settings).toMatchObject({ code: 0, stdout: '{"timeZone":"Europe/Berlin"}\n' })
  })
})

describe('a history that cannot be opened', { timeout: 180_000 }, () => {
  const emptyFolder = async () => {
    const dataDir = tempFolder()
    expect(await inTerminal(['connections', '--data-dir', dataDir])).toMatchObject({ code: 0 })
    return dataDir
  }

  it('because another program has locked it', async () => {
    const dataDir = await emptyFolder()
    const other = new Database(join(dataDir, 'history.db'))
    other.pragma('locking_mode = EXCLUSIVE')
    other.exec('BEGIN EXCLUSIVE')
    expect(await failing(dataDir, ['connections'])).toMatchObject(failure('DB_LOCKED', /locked/))
    other.exec('ROLLBACK')
    other.close()
    expect(await inTerminal(['connections', '--data-dir', dataDir])).toMatchObject({ code: 0 })
  })

  it('because it is damaged: it is renamed, and no empty history replaces it', async () => {
    const dataDir = await emptyFolder()
    const garbage = Buffer.alloc(20_000, 'damaged ')
    writeFileSync(join(dataDir, 'history.db'), garbage)
    expect(await failing(dataDir, ['connections'])).toMatchObject(failure('DB_DAMAGED', /renamed.*restore/is))
    expect(await failing(dataDir, ['connections'])).toMatchObject(failure('DB_DAMAGED', /restore/i))
    const aside = readdirSync(dataDir).filter((name) => /^history\.damaged-.*\.db$/.test(name))
    expect(aside).toHaveLength(1)
    expect(readFileSync(join(dataDir, aside[0]!))).toEqual(garbage)
    expect(existsSync(join(dataDir, 'history.db'))).toBe(false)
    const doctor = await inTerminal(['doctor', '--data-dir', dataDir, '--json'])
    expect(doctor.code).toBe(1)
    expect((doctor.json() as { checks: unknown[] }).checks).toContainEqual(
      expect.objectContaining({ name: 'database', ok: false, next: expect.stringContaining('restore') }),
    )
  })

  it('because a newer version created it: it is not changed', async () => {
    const dataDir = await emptyFolder()
    const file = join(dataDir, 'history.db')
    const db = new Database(file)
    db.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)').run('of the future', Date.UTC(2100, 0))
    db.close()
    const before = readFileSync(file)
    expect(await failing(dataDir, ['connections'])).toMatchObject(failure('DB_FROM_NEWER_VERSION', /newer version/))
    expect(readFileSync(file)).toEqual(before)
  })
})

describe('a pipe', () => {
  it.runIf(process.platform !== 'win32')('that is closed early is not an error', () => {
    const entry = new URL('../../bin/seatledger.js', import.meta.url).pathname
    const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${entry}" --help | true`], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})

describe('without a terminal', { timeout: 180_000 }, () => {
  it('disconnects and deletes history if the option is given', async () => {
    const dataDir = await filledFolder()
    const { code, json } = await inTerminal(['disconnect', 'MSP', '--delete-history', '--data-dir', dataDir, '--json'])
    expect({ code, answer: json() }).toEqual({ code: 0, answer: { removed: { snapshots: 2, holders: 1 } } })
    expect(await snapshotsIn(dataDir)).toBe(0)
  })

  it('exits as cancelled if it is stopped before it starts', async () => {
    const dataDir = await filledFolder()
    const before = process.listenerCount('SIGINT')
    const running = inTerminal(['collect', '--data-dir', dataDir, '--json'], { env: { KEY: simulatedPetraKey } })
    while (process.listenerCount('SIGINT') === before) await new Promise((resolve) => setImmediate(resolve))
    process.emit('SIGINT')
    const { code, json } = await running
    expect({ code, answer: json() }).toMatchObject({ code: 1, answer: { error: { code: 'CANCELLED' } } })
  })
})

describe('a data folder with an unusual name', { timeout: 180_000 }, () => {
  it.each(['with space, a#b?c%20d', 'ünïcödé-数据 שלום', "file:quote's;and&", '-%'])(
    '%j works for the history, its backups, exports and restoring',
    async (name) => {
      const root = tempFolder()
      const dataDir = join(root, name, 'data')
      const run = (...args: string[]) => inTerminal([...args, '--json'], { env: { SEATLEDGER_DATA_DIR: dataDir } })
      expect(await run('settings', 'set', 'timeZone', 'Asia/Tokyo')).toMatchObject({ code: 0 })
      const copy = join(root, name, `${name} copy?#%.db`)
      expect(await run('backup', copy)).toMatchObject({ code: 0 })
      expect(await run('settings', 'set', 'timeZone', 'UTC')).toMatchObject({ code: 0 })
      expect(await run('restore', copy)).toMatchObject({ code: 0 })
      expect((await run('settings', 'get', 'timeZone')).json()).toEqual({ timeZone: 'Asia/Tokyo' })
      expect(await run('export', 'runs', '--format', 'csv', '--out', join(root, name, `${name} runs.csv`))).toMatchObject({ code: 0 })
      expect(readdirSync(join(root, name)).sort()).toEqual(['data', `${name} copy?#%.db`, `${name} runs.csv`].sort())
      expect(readdirSync(root)).toEqual([name])
    },
  )
})
