import fc from 'fast-check'
import { parseCsv } from 'hucre/csv'
import { describe, expect, test } from 'vitest'
import { csvChunks } from '../../../src/main/core/export/csv.ts'
import type { Cell, Table } from '../../../src/main/core/export/table.ts'

const table = (rows: Cell[][]): Table => ({
  name: 'Holders',
  columns: [
    { header: 'Name', kind: 'text', width: 20 },
    { header: 'Cost', kind: 'money', width: 10 },
    { header: 'Enabled', kind: 'flag', width: 10 },
  ],
  rows,
})
const csv = (rows: Cell[][], bom = false) => [...csvChunks(table(rows), { bom })].join('')

describe('a CSV export', () => {
  test('has its header in row 1, CRLF ends, no title, no blank row and no byte order mark', () => {
    expect(csv([['Anna', '12.50', true]])).toBe('Name,Cost,Enabled\r\nAnna,12.50,true\r\n')
  })

  test('has a byte order mark only on request', () => {
    expect(csv([], true)).toBe('\u{FEFF}Name,Cost,Enabled\r\n')
  })

  test('leaves what is missing empty', () => {
    expect(csv([['Anna', null, null]])).toBe('Name,Cost,Enabled\r\nAnna,,\r\n')
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '|x'])('neutralises %j as text', (text) => {
    const parsed = parseCsv(csv([[text, null, null]]), { delimiter: ',' })
    expect(parsed[1]?.[0]).toBe(`'${text}`)
  })

  test('keeps a negative decimal a number', () => {
    expect(csv([['Anna', '-0.5', null]])).toContain('Anna,-0.5,')
  })

  test('gives any text back through a strict parser', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/^[=+\-@\t\r\n\0|]/.test(value))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (names) => {
        const parsed = parseCsv(csv(names.map((name) => [name, '1', false])), { delimiter: ',' })
        expect(parsed.slice(1).map((row) => row[0])).toEqual(names)
        expect(parsed.every((row) => row.length === 3)).toBe(true)
      }),
    )
  })
})
