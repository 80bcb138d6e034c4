import { expect, test } from 'vitest'
import { toTsv } from '../../../src/renderer/lib/clipboard.ts'

test('rows are copied as a spreadsheet takes them: tabs, lines, quotes around what has them', () => {
  expect(
    toTsv([
      ['Person', 'Note'],
      ['Ada "A" Byron', 'two\nlines'],
      ['نورة', '12.50'],
    ]),
  ).toBe('Person\tNote\r\n"Ada ""A"" Byron"\t"two\nlines"\r\nنورة\t12.50')
})
