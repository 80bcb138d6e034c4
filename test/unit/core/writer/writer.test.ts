import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { tempFolder } from '../../../support/temp-folder.ts'

test('a writer that runs out of memory reports it and is restarted', { timeout: 60_000 }, async () => {
  const script = fileURLToPath(new URL('../../../support/starved-writer.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=120', script, tempFolder()])
  expect(JSON.parse(stdout)).toMatchObject({ code: 'OUT_OF_MEMORY', after: { outcome: 'unchanged', number: 3 } })
})
