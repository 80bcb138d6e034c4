import { expect, test } from 'vitest'
import { toTsv } from '../../../src/renderer/lib/clipboard.ts'

test('rows are copied as tab-separated lines, with quotes where needed', () => {
  expect(
    toTsv([
      ['Person', 'Note'],
      ['Ada "A" Byron', 'two\nlines'],
      ['نورة', '12.50'],
    ]),
  ).toBe('Person\tNote\r\n"Ada ""A"" Byron"\t"two\nlines"\r\nنورة\t12.50')
})

test.each(['=1+1', ' =HYPERLINK("http://x")', '＝1', '@SUM(A1)', '-2+3', "+1|' /C calc'!A0"])('CSV note: %j is copied as text', (name) => {
  expect(toTsv([[name]])).toMatch(/^"?'/)
})

test.each(['-5', '+56', '-1,234.50', '-3.45 EUR', '+12.5%', '12'])('CSV note: %j stays a number', (number) => {
  expect(toTsv([[number]])).toBe(number)
})
