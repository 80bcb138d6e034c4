import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createApp } from '../../src/main/core/app.ts'
import { systemClock } from '../../src/main/core/base/clock.ts'
import { silentLog } from '../../src/main/core/log/file-log.ts'
import { createMemoryStore } from '../../src/main/core/secrets/memory-store.ts'
import type { Events } from '../../src/shared/contract/events.ts'
import { collectingApp } from '../support/running-app.ts'

test('a backup is inspected and replaces the history of a running host, and the old file is kept', async () => {
  const { app, ask, collect, dataDir } = await collectingApp({ tenants: 2 })
  app.start()
  await collect()
  const [backup] = await ask('backups.create', {})
  const before = await ask('snapshots.list', {})
  await collect()
  expect((await ask('snapshots.list', {})).length).toBeGreaterThan(before.length)

  const check = await ask('backups.check', { ref: backup!.name })
  expect(check).toMatchObject({ name: backup!.name, backup: { snapshots: before.length, tenants: 2 } })
  expect(check.current.snapshots).toBeGreaterThan(before.length)

  const changes: unknown[] = []
  app.events.on('history.changed', (change) => changes.push(change))
  const restored = await ask('backups.restore', { ref: check.ref })
  expect(restored.snapshots).toBe(before.length)
  expect(await ask('snapshots.list', {})).toEqual(before)
  expect(changes.length).toBeGreaterThan(0)
  expect(existsSync(join(dataDir, restored.replaced!))).toBe(true)

  // Handlers, collector and writer still work.
  await collect()
  expect((await ask('snapshots.list', {})).length).toBeGreaterThan(before.length)
})

test('requests during a restore wait and are answered from the restored history', async () => {
  const { ask, collect } = await collectingApp({ tenants: 2 })
  await collect()
  const [backup] = await ask('backups.create', {})
  const before = await ask('snapshots.list', {})
  await collect()
  const [, meanwhile] = await Promise.all([ask('backups.restore', { ref: backup!.name }), ask('snapshots.list', {})])
  expect(meanwhile).toEqual(before)
})

test('a file that is not a backup is rejected, and the history is not changed', async () => {
  let chosen: string | null = null
  const { ask, collect, dataDir } = await collectingApp({ tenants: 2, chooseFile: async () => chosen })
  await collect()
  const before = await ask('snapshots.list', {})
  expect(await ask('backups.choose', {})).toEqual({ chosen: null })
  chosen = join(dataDir, 'letter.db')
  writeFileSync(chosen, 'Dear history, '.repeat(400))
  const { ref } = (await ask('backups.choose', {})).chosen!
  await expect(ask('backups.check', { ref })).rejects.toMatchObject({ code: 'UNREADABLE_FILE' })
  // A page cannot pass a path or a name outside the backups folder.
  for (const ref of [chosen, '../history.db', 'history.db']) {
    await expect(ask('backups.restore', { ref })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  expect(await ask('snapshots.list', {})).toEqual(before)
})

test('another host on the folder prevents a restore, and everything keeps working', async () => {
  const { ask, collect, dataDir } = await collectingApp({ tenants: 2 })
  await collect()
  const [backup] = await ask('backups.create', {})
  const other = await createApp({
    dataDir,
    clock: systemClock,
    fetch,
    secrets: createMemoryStore('none'),
    log: silentLog,
    env: {},
    host: 'terminal',
    saveAs: null,
  })
  try {
    await expect(ask('backups.restore', { ref: backup!.name })).rejects.toMatchObject({ code: 'HOST_RUNNING' })
  } finally {
    await other.stop()
  }
  expect((await ask('snapshots.list', {})).length).toBeGreaterThan(0)
})

test('verifying reports progress and can be cancelled', async () => {
  const { app, ask, collect } = await collectingApp({ tenants: 2 })
  await collect()
  const told: Events['task.progress'][] = []
  app.events.on('task.progress', (progress) => {
    told.push(progress)
    if (progress.running) void ask('tasks.cancel', { task: 'verify' })
  })
  await expect(ask('history.verify', {})).rejects.toMatchObject({ code: 'CANCELLED' })
  expect(told.at(0)).toMatchObject({ task: 'verify', running: true })
  expect(told.at(-1)).toMatchObject({ task: 'verify', running: false })
  expect(await ask('tasks.cancel', { task: 'verify' })).toEqual({ cancelled: false })
})
