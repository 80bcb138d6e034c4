import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inTerminal } from '../../support/in-terminal.ts'
import { tempFolder } from '../../support/temp-folder.ts'

test('the details of a bug are logged only in the given data folder', async () => {
  // A name with an equals sign, which must not be split.
  const dataDir = join(tempFolder(), 'history=old')
  const env = {
    get KEY(): string {
      throw new Error('planted')
    },
  }
  const connect = ['connect', 'petra', 'MSP', '--base-url', 'https://petra.example', '--secret-env', 'KEY']
  const { code, stdout, stderr } = await inTerminal([...connect, `--data-dir=${dataDir}`], { env })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).not.toContain('planted')
  expect(readFileSync(join(dataDir, 'logs', 'seatledger.log'), 'utf8')).toContain('planted')
})
