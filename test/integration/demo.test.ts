import { once } from 'node:events'
import Database from 'better-sqlite3'
import { describe, expect, it, vi } from 'vitest'
import type { FillDemo } from '../../src/main/core/api/product.ts'
import { AppError } from '../../src/main/core/base/errors.ts'
import { historyFile } from '../../src/main/core/database/files.ts'
import { verify } from '../../src/main/core/history/verify.ts'
import { openReader } from '../../src/main/core/maintenance/open.ts'
import { readSetting } from '../../src/main/core/settings/settings.ts'
import { fillDemo } from '../../src/main/demo/fill-demo.ts'
import { runCommand, startCommand } from '../support/command.ts'
import { type RunningApp, runningApp } from '../support/running-app.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('the demo', () => {
  it('can be opened after its first sweep, is marked as a demo, and sends no requests on its own', async () => {
    const { app, ask } = await runningApp({ fillDemo })
    const progress: number[] = []
    app.events.on('collect.progress', ({ done, total }) => {
      expect(total).toBeGreaterThan(140)
      progress.push(done)
    })
    app.start()
    await ask('demo.open', {})
    expect(progress.length).toBeGreaterThan(0)
    expect(await ask('app.info', {})).toMatchObject({ demo: true, empty: false })
    const connections = await ask('connections.list', {})
    expect(connections.map(({ provider, state }) => [provider, state])).toEqual([
      ['genesys', 'stopped'],
      ['petra', 'stopped'],
    ])
    const tenants = await ask('tenants.list', {})
    // One Petra tenant and one customer are added later.
    expect(tenants.filter((tenant) => tenant.provider === 'petra')).toHaveLength(24)
    expect(tenants.filter((tenant) => tenant.provider === 'genesys')).toHaveLength(8)
    expect((await ask('snapshots.list', {})).length).toBeGreaterThanOrEqual(33)
    await expect(ask('demo.open', {})).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    await app.stop()
  })

  it('resumes after a kill, sweep by sweep, and reports when it is complete', { timeout: 180_000 }, async () => {
    const dataDir = tempFolder()
    const child = startCommand(['demo', '--data-dir', dataDir])
    const killed = await sweepsDone(dataDir, 2)
    child.kill('SIGKILL')
    await once(child, 'exit')
    // As if it had been killed after a sweep's last answer but before recording that: the sweep starts again without repeating a request.
    const left = new Database(historyFile(dataDir))
    left
      .prepare("update setting set value = json_set(value, '$.sweeps', json_extract(value, '$.sweeps') - 1) where key = 'demoFilling'")
      .run()
    left.close()

    // A host that opens the folder resumes filling.
    const first = await runningApp({ dataDir, fillDemo })
    expect(first.app.demo.state()).toBe('half')
    const { done, total } = await progressOf(
      first,
      () => first.app.start(),
      ({ done }) => done >= killed + 2,
    )
    await expect(first.ask('demo.open', {})).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    await first.app.stop()

    const sqlite = new Database(historyFile(dataDir))
    const { sweeps } = JSON.parse(sqlite.prepare<[], string>("select value from setting where key = 'demoFilling'").pluck().get()!) as {
      sweeps: number
    }
    expect(sweeps).toBeGreaterThanOrEqual(done)
    expect(verify({ sqlite, orm: first.app.reader.orm }).damaged).toEqual([])
    // Each sweep exists once: none was lost, none was collected twice.
    const longest = sqlite
      .prepare<[], { n: number; times: number }>(
        `select count(*) n, count(distinct reported_at / 3600000) times from snapshot join series on series.id = series_id
         where dataset = 'petra.billable-users' group by series_id order by n desc limit 1`,
      )
      .get()!
    expect([sweeps, sweeps + 1]).toContain(longest.n)
    expect(longest.times).toBe(longest.n)
    // The rest would take too long, so only the last sweep is left.
    sqlite.prepare("update setting set value = json_set(value, '$.sweeps', ?) where key = 'demoFilling'").run(total - 1)
    sqlite.close()

    const last = await runningApp({ dataDir, fillDemo })
    await progressOf(
      last,
      () => void last.app.demo.open(),
      ({ running }) => !running,
    )
    expect(last.app.demo.state()).toBe('full')
    expect(await last.ask('runs.list', { failed: false, limit: 1_000 })).not.toContainEqual(expect.objectContaining({ finishedAt: null }))
    await last.app.stop()
    const again = await runCommand(['demo', '--data-dir', dataDir])
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('is already complete') })
  })

  it('can be opened again after it failed', async () => {
    let attempts = 0
    const failsOnce: FillDemo = async ({ onProgress }) => {
      attempts += 1
      onProgress({ done: attempts, total: 2 })
      if (attempts === 1) throw new AppError('DISK_FULL', 'There is no room.')
    }
    const { app } = await runningApp({ fillDemo: failsOnce })
    await expect((await app.demo.open()).filled).rejects.toMatchObject({ code: 'DISK_FULL' })
    await (await app.demo.open()).filled
    expect(attempts).toBe(2)
  })

  it('is refused in a history that is not empty', async () => {
    const { ask } = await runningApp({ fillDemo, env: { KEY: 'petra_key' } })
    const config = { baseUrl: 'http://127.0.0.1:9' }
    await ask('connections.add', { provider: 'petra', name: 'MSP', config, secret: { env: 'KEY' }, check: false })
    await expect(ask('demo.open', {})).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  })

  it('is refused by a host without a demo', async () => {
    const { ask } = await runningApp()
    await expect(ask('demo.open', {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

/** Waits until another process has done the given number of sweeps; returns the actual number. */
async function sweepsDone(dataDir: string, atLeast: number): Promise<number> {
  return vi.waitFor(
    () => {
      const reader = openReader(dataDir)
      try {
        const done = readSetting(reader, 'demoFilling')?.sweeps ?? 0
        expect(done).toBeGreaterThanOrEqual(atLeast)
        return done
      } finally {
        reader.sqlite.close()
      }
    },
    { timeout: 60_000, interval: 20 },
  )
}

type Progress = { done: number; total: number; running: boolean }

/** Runs an action and waits for the expected progress. */
function progressOf({ app }: RunningApp, work: () => void, wanted: (progress: Progress) => boolean): Promise<Progress> {
  return new Promise((resolve) => {
    const off = app.events.on('collect.progress', (progress) => {
      if (progress.total === 0 || !wanted(progress)) return
      off()
      resolve(progress)
    })
    work()
  })
}
