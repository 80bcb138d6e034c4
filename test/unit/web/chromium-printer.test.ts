import { chmodSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chromiumPrinter } from '../../../src/main/web/chromium-printer.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`seatledger-printer-${process.pid}-`))

test.skipIf(process.platform === 'win32').each([
  ['ends at once', '#!/bin/sh\nexit 3\n'],
  ['is no program', 'not the path of a program'],
])('a browser that %s is an error with its next step, and leaves nothing', async (_, content) => {
  const program = join(tempFolder(), 'browser')
  writeFileSync(program, content)
  chmodSync(program, 0o755)
  const printer = await chromiumPrinter({ SEATLEDGER_BROWSER: program })()
  await expect(printer.print('<p>text</p>', new AbortController().signal)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringMatching(/could not print .*SEATLEDGER_BROWSER.*export HTML/),
  })
  await printer.close()
  expect(leftovers()).toEqual([])
})

test.skipIf(process.platform === 'win32')('cancelling stops waiting for a browser that does not answer', async () => {
  const program = join(tempFolder(), 'browser')
  writeFileSync(program, '#!/bin/sh\nexec sleep 60\n')
  chmodSync(program, 0o755)
  const printer = await chromiumPrinter({ SEATLEDGER_BROWSER: program })()
  const cancelled = new AbortController()
  const printing = printer.print('<p>text</p>', cancelled.signal)
  cancelled.abort()
  await expect(printing).rejects.toMatchObject({ code: 'CANCELLED' })
  await printer.close()
  expect(leftovers()).toEqual([])
})
