import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findChromium } from '../../../src/main/web/find-chromium.ts'
import { tempFolder } from '../../support/temp-folder.ts'

function program(folder: string, name: string, mode = 0o755): string {
  const file = join(folder, name)
  writeFileSync(file, '')
  chmodSync(file, mode)
  return file
}

test.skipIf(process.platform === 'win32')('the named browser is used first, then those on PATH in order', async () => {
  const [first, second] = [tempFolder(), tempFolder()]
  const edge = program(first, 'microsoft-edge')
  const chromium = program(second, 'chromium')
  const named = program(first, 'own-browser')
  const env = { PATH: `${first}:relative:${second}` }
  expect(await findChromium({ ...env, SEATLEDGER_BROWSER: named }, 'linux')).toBe(named)
  expect(await findChromium(env, 'linux')).toBe(chromium)
  expect(await findChromium({ PATH: first }, 'linux')).toBe(edge)
})

test('without a browser, the error gives the next steps', async () => {
  const folder = tempFolder()
  const notStartable = program(folder, 'chromium', 0o644)
  await expect(findChromium({ PATH: folder }, process.platform === 'win32' ? 'win32' : 'linux')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringMatching(/none was found.*SEATLEDGER_BROWSER.*export HTML/),
  })
  if (process.platform === 'win32') return
  await expect(findChromium({ SEATLEDGER_BROWSER: notStartable }, 'linux')).rejects.toThrow(/not the path of a program/)
})
