import fc from 'fast-check'
import { parseCsv } from 'hucre/csv'
import { describe, expect, test } from 'vitest'
import { csvChunks } from '../../../../src/main/core/export/csv.ts'
import type { Cell, Table } from '../../../../src/main/core/export/table.ts'

const table = (rows: Cell[][]): Table => ({
  name: 'Holders',
  columns: [
    { header: 'Name', kind: 'text', width: 20 },
    { header: 'Cost', kind: 'money', width: 10 },
    { header: 'Enabled', kind: 'flag', width: 10 },
  ],
  rows,
})
const csv = async (rows: Cell[][], bom = false) => (await Array.fromAsync(csvChunks(table(rows), { bom }))).join('')

describe('a CSV export', () => {
  test('has its header in row 1, CRLF line ends, no title, no blank row and no byte order mark', async () => {
    expect(await csv([['Anna', '12.50', true]])).toBe('Name,Cost,Enabled\r\nAnna,12.50,true\r\n')
  })

  test('has a byte order mark only on request', async () => {
    expect(await csv([], true)).toBe('\u{FEFF}Name,Cost,Enabled\r\n')
  })

  test('leaves missing values empty', async () => {
    expect(await csv([['Anna', null, null]])).toBe('Name,Cost,Enabled\r\nAnna,,\r\n')
  })

  test.each([
    ...['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '|x', '\0x', '\nx'],
    ...['  =1+1', '\u00a0=1+1', '\u3000=1+1', ' \t-1', '＝1+1', '＋1', '－1', '＠SUM(A1)', ' ＝1', '\ufeff=1'],
  ])('neutralises %j as text', async (text) => {
    const parsed = parseCsv(await csv([[text, null, null]]), { delimiter: ',' })
    expect(parsed[1]?.[0]).toBe(`'${text}`)
  })

  test('keeps a negative decimal as a number', async () => {
    expect(await csv([['Anna', '-0.5', null]])).toContain('Anna,-0.5,')
  })

  test('returns any text unchanged through a strict parser', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/^[\s\0]*[=+\-@|＝＋－＠｜]|^[\t\r\n\0]/.test(value))
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1 }), async (names) => {
        const parsed = parseCsv(await csv(names.map((name) => [name, '1', false])), { delimiter: ',' })
        expect(parsed.slice(1).map((row) => row[0])).toEqual(names)
        expect(parsed.every((row) => row.length === 3)).toBe(true)
      }),
    )
  })
})
