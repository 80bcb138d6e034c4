import { readXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import type { Row, Table } from '../../../../src/main/core/export/table.ts'
import { xlsxStream } from '../../../../src/main/core/export/xlsx-stream.ts'

const table = (rows: Iterable<Row>): Table => ({
  name: 'People',
  columns: [
    { header: 'Tenant', kind: 'id', width: 9 },
    { header: 'Name', kind: 'text', width: 30 },
    { header: 'Month', kind: 'month', width: 9 },
    { header: 'Cost', kind: 'money', width: 12 },
    { header: 'Enabled', kind: 'flag', width: 8 },
    { header: 'Report time', kind: 'instant', width: 18 },
  ],
  rows,
})

async function read(rows: Iterable<Row>, rowsPerSheet?: number) {
  const chunks = await Array.fromAsync(xlsxStream(table(rows), { timeZone: 'Europe/Berlin', ...(rowsPerSheet ? { rowsPerSheet } : {}) }))
  return readXlsx(Buffer.concat(chunks))
}

const anna = [12345, 'Anna', '2026-10', '84.50', true, '2026-10-31T23:30:00.000Z'] as const

describe('a streamed workbook', () => {
  test('has real numbers and dates, a frozen header, filters, a named table and a page that fits', async () => {
    const { sheets } = await read([anna, [1, null, null, null, null, null]])
    expect(sheets).toHaveLength(1)
    const [sheet] = sheets
    expect(sheet?.rows).toEqual([
      ['Tenant', 'Name', 'Month', 'Cost', 'Enabled', 'Report time (Europe/Berlin)'],
      [12345, 'Anna', '2026-10', 84.5, 'yes', new Date('2026-11-01T00:30:00Z')],
      [1, null, null, null, null, null],
    ])
    expect(sheet?.freezePane).toMatchObject({ rows: 1 })
    expect(sheet?.tables?.[0]).toMatchObject({ name: 'People', range: 'A1:F3', showAutoFilter: true })
    expect(sheet?.pageSetup).toMatchObject({ orientation: 'landscape', fitToPage: true, printTitlesRow: '$1:$1' })
  })

  test.each(['a & b <c> "d"', ' both sides ', 'two\nlines\r\nand\ttabs', '=1+1', 'bell \u0007', '_x0041_', '𝄞 Ünï', '\ud800 alone'])(
    'gives %j back as text',
    async (name) => {
      const { sheets } = await read([[1, name, null, null, null, null]])
      expect(sheets[0]?.rows[1]?.[1]).toBe(name.toWellFormed())
    },
  )

  test('keeps a decimal that a spreadsheet number could not hold as text', async () => {
    const { sheets } = await read([[1, 'x', null, '12345678901234567890.5', null, null]])
    expect(sheets[0]?.rows[1]?.[3]).toBe('12345678901234567890.5')
  })

  test('without rows has a header and no table', async () => {
    const { sheets } = await read([])
    expect(sheets[0]?.rows).toHaveLength(1)
    expect(sheets[0]?.tables ?? []).toEqual([])
  })

  test('goes on in the next sheet where one is full, with its header', async () => {
    const { sheets } = await read(
      Array.from({ length: 5 }, (_, at) => [at, 'x', null, null, null, null]),
      3,
    )
    expect(sheets.map((sheet) => [sheet.name, sheet.rows.length, sheet.tables?.[0]?.range])).toEqual([
      ['People', 3, 'A1:F3'],
      ['People_2', 3, 'A1:F3'],
      ['People_3', 2, 'A1:F2'],
    ])
    expect(sheets.flatMap((sheet) => sheet.rows.slice(1).map((row) => row[0]))).toEqual([0, 1, 2, 3, 4])
  })

  test('throws what its rows throw', async () => {
    function* failing(): Generator<Row> {
      yield anna
      throw new Error('no more')
    }
    await expect(read(failing())).rejects.toThrow('no more')
  })
})
