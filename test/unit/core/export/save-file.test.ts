import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { saveFile } from '../../../../src/main/core/export/save-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatledger-save-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('saving an export', () => {
  test('writes every chunk and returns size and hash', async () => {
    const path = join(folder, 'a.csv')
    await expect(saveFile(path, ['a', Buffer.from('b')], { force: false })).resolves.toEqual({
      bytes: 2,
      sha256: 'fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603',
    })
    await expect(readFile(path, 'utf8')).resolves.toBe('ab')
  })

  test('refuses an existing file without force and does not change it', async () => {
    const path = join(folder, 'a.csv')
    await writeFile(path, 'old')
    await expect(saveFile(path, ['new'], { force: false })).rejects.toMatchObject({ code: 'FILE_EXISTS' })
    await expect(readFile(path, 'utf8')).resolves.toBe('old')
  })

  test('refuses a file that appeared while writing', async () => {
    const path = join(folder, 'a.csv')
    async function* chunks() {
      yield 'new'
      await writeFile(path, 'appeared')
    }
    await expect(saveFile(path, chunks(), { force: false })).rejects.toMatchObject({ code: 'FILE_EXISTS' })
    await expect(readFile(path, 'utf8')).resolves.toBe('appeared')
    await expect(readdir(folder)).resolves.toEqual(['a.csv'])
  })

  test('replaces with force only when the new file is complete', async () => {
    const path = join(folder, 'a.csv')
    await writeFile(path, 'old')
    function* failing() {
      yield 'half'
      throw new Error('no more')
    }
    await expect(saveFile(path, failing(), { force: true })).rejects.toThrow('no more')
    await expect(readFile(path, 'utf8')).resolves.toBe('old')
    await expect(readdir(folder)).resolves.toEqual(['a.csv'])
    await saveFile(path, ['new'], { force: true })
    await expect(readFile(path, 'utf8')).resolves.toBe('new')
  })

  test('refuses a folder, and a missing folder, by name', async () => {
    await expect(saveFile(folder, ['x'], { force: true })).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' })
    await expect(saveFile(join(folder, 'none', 'a.csv'), ['x'], { force: false })).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      message: expect.stringContaining('does not exist'),
    })
  })
})
