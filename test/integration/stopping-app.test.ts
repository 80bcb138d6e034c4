import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SaveAs } from '../../src/main/core/api/product.ts'
import type { TaskName } from '../../src/shared/contract/events.ts'
import { collectingApp } from '../support/running-app.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** An app with data to back up and export; its files are written to `folder`. */
async function collectedApp() {
  const folder = tempFolder()
  const saveAs: SaveAs = async (name, write) => {
    await write(join(folder, name), { force: false })
    return { saved: true, name, folder, download: null }
  }
  const running = await collectingApp({ saveAs })
  await running.collect()
  /** Stops the app as soon as the task runs. */
  const stopAt = (task: TaskName) =>
    new Promise<void>((resolve, reject) => {
      running.app.events.on('task.progress', (progress) => {
        if (progress.task === task && progress.running) running.app.stop().then(resolve, reject)
      })
    })
  return { ...running, folder, stopAt }
}

test('stopping a host cancels a backup and waits until no partial file is left', async () => {
  const { ask, dataDir, stopAt } = await collectedApp()
  const stopped = stopAt('backup')
  const backup = ask('backups.create', {}).then(
    () => 'made',
    (error: { code?: string }) => error.code,
  )
  await stopped
  expect(readdirSync(join(dataDir, 'backups'))).toEqual([])
  expect(await backup).toBe('CANCELLED')
})

test('stopping a host cancels an export and waits until no partial file is left', async () => {
  const { ask, folder, stopAt } = await collectedApp()
  const stopped = stopAt('export')
  const exported = ask('exports.save', { what: 'holders', format: 'csv' }).then(
    () => 'made',
    (error: { code?: string }) => error.code,
  )
  await stopped
  expect(readdirSync(folder)).toEqual([])
  expect(await exported).toBe('CANCELLED')
})
