import { randomBytes } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import type { SheetPlan } from '../../../../src/main/core/export/sheet-plan.ts'
import type { Row, Table } from '../../../../src/main/core/export/table.ts'
import { encryptWorkbook } from '../../../../src/main/core/export/xlsx-encryption.ts'
import { namesWithin, withinCell } from '../../../../src/main/core/export/xlsx-text.ts'
import { xlsxChunks } from '../../../../src/main/core/export/xlsx-writer.ts'

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

async function bytesOf(sheet: SheetPlan<Table>, rowsPerSheet?: number): Promise<Buffer> {
  const options = { timeZone: 'Europe/Berlin', title: 'Title', ...(rowsPerSheet ? { rowsPerSheet } : {}) }
  return Buffer.concat(await Array.fromAsync(xlsxChunks([sheet], options)))
}

async function read(rows: Iterable<Row>, rowsPerSheet?: number) {
  return readXlsx(await bytesOf({ titles: [], notes: [], table: table(rows), totals: [] }, rowsPerSheet))
}

/** The archive's parts as text, from its central directory. */
async function entriesOf(archive: Buffer): Promise<Map<string, string>> {
  const parts = new Map<string, string>()
  for (let at = archive.indexOf('PK\u0001\u0002', 'latin1'); at >= 0; at = archive.indexOf('PK\u0001\u0002', at + 46, 'latin1')) {
    const path = archive.toString('utf8', at + 46, at + 46 + archive.readUInt16LE(at + 28))
    const start = archive.readUInt32LE(at + 42)
    const from = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28)
    const packed = archive.subarray(from, from + archive.readUInt32LE(at + 20))
    parts.set(path, new TextDecoder('utf-8', { fatal: true }).decode(inflateRawSync(packed)))
  }
  return parts
}

const anna = [12345, 'Anna', '2026-10', '84.50', true, '2026-10-31T23:30:00.000Z'] as const

describe('a workbook of one table', () => {
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

  test.each([
    'a & b <c> "d"',
    ' both sides ',
    'two\nlines\r\nand\ttabs',
    '=1+1',
    'bell \u0007',
    'lit _x0041_ end',
    '_x005F_x0041_',
    '_X0041_',
    '𝄞 Ünï',
    '\ud800 alone',
  ])('lines B and C: returns %j as text', async (name) => {
    const { sheets } = await read([[1, name, null, null, null, null]])
    expect(sheets[0]?.rows[1]?.[1]).toBe(name.toWellFormed())
  })

  test.each(['Bad\uffffname', 'Bad\ufffename', 'Bad\udc00name'])('line B: replaces characters in %j that XML cannot hold', async (name) => {
    const { sheets } = await read([[1, name, null, null, null, null]])
    expect(sheets[0]?.rows[1]?.[1]).toBe('Bad\ufffdname')
  })

  test('line B: is well-formed XML with any code unit in every text', async () => {
    // What XML 1.0 allows (production 2).
    const allowed = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u
    const every = Array.from({ length: 0x1_0000 }, (_, unit) => String.fromCharCode(unit))
    const blocks = Array.from({ length: 64 }, (_, at) => every.slice(at * 1024, (at + 1) * 1024).join('|'))
    const rows = blocks.map((text) => [1, text, null, null, null, null] as const)
    const total = { label: blocks[0]!, column: 'Cost', where: [], value: '1' }
    const sheet = { titles: [blocks[0]!], notes: [blocks[63]!], table: table(rows), totals: [total] }
    const bytes = Buffer.concat(await Array.fromAsync(xlsxChunks([sheet], { timeZone: 'UTC', title: blocks.join('') })))
    const parts = await entriesOf(bytes)
    expect(parts.size).toBeGreaterThan(7)
    for (const [path, text] of parts) expect(allowed.test(text), path).toBe(true)
    const { sheets } = await readXlsx(bytes)
    const expected = blocks.map((text) => text.toWellFormed().replaceAll(/[\ufffe\uffff]/g, '\ufffd'))
    expect(sheets[0]?.rows.slice(4, 68).map((row) => row[1])).toEqual(expected)
  })

  test('line E: has no cell longer than a spreadsheet allows', async () => {
    const long = 'x'.repeat(40_000)
    const sheet = { titles: [long], notes: [long], table: table([[1, long, null, `1${'0'.repeat(40_000)}`, null, null]]), totals: [] }
    const { sheets } = await readXlsx(await bytesOf(sheet))
    const texts = sheets[0]!.rows.flat().filter((cell) => typeof cell === 'string')
    expect(texts.filter((text) => text.length > 30_000)).toHaveLength(4)
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(32_767)
    expect(texts[0]).toMatch(/^x{32727}… and 7273 more characters$/)
  })

  test('line E: never splits a character, and cuts a list between its names', () => {
    const cut = withinCell(`${'x'.repeat(32_726)}${'𝄞'.repeat(100)}`)
    expect(cut).toMatch(/^x{32726}… and 200 more characters$/)
    const names = Array.from({ length: 900 }, (_, at) => `Tenant ${String(at).padStart(33, '0')}`)
    const listed = namesWithin(names, 5000)
    expect(listed.length).toBeLessThanOrEqual(5000)
    const [, rest] = / and (\d+) more$/.exec(listed) ?? []
    expect(listed.split(', ')).toHaveLength(900 - Number(rest))
    expect(namesWithin(names.slice(0, 3), 5000)).toBe(names.slice(0, 3).join(', '))
    expect(namesWithin(['x'.repeat(5001)], 5000)).toBe('1 more')
  })

  test('writes a date that a spreadsheet cannot hold as text', async () => {
    const times = ['0001-01-01T00:00:00.000Z', '1899-12-31T00:00:00.000Z']
    const { sheets } = await read(times.map((time) => [1, null, null, null, null, time]))
    expect(sheets[0]?.rows.slice(1).map((row) => row[5])).toEqual(times)
  })

  test.each([1, 24_000])('opens only with its password, even if it is large (%i rows)', { timeout: 60_000 }, async (count) => {
    // Hardly compressible, so that 24,000 rows take more than the 7 MB that a compound file's header can list.
    const rows = Array.from({ length: count }, (_, at) => [at, randomBytes(300).toString('base64'), null, null, null, null] as const)
    const plain = await bytesOf({ titles: [], notes: [], table: table(rows), totals: [] })
    if (count > 1) expect(plain.length).toBeGreaterThan(7_200_000)
    const locked = encryptWorkbook(plain, 'pässword 🔑', 100)
    await expect(readXlsx(locked)).rejects.toThrow()
    await expect(readXlsx(locked, { password: 'password' })).rejects.toThrow()
    const { sheets } = await readXlsx(locked, { password: 'pässword 🔑' })
    expect(sheets[0]?.rows).toEqual((await readXlsx(plain)).sheets[0]?.rows)
    expect(sheets[0]?.rows).toHaveLength(count + 1)
  })

  test('writes a decimal that a spreadsheet number cannot hold as text', async () => {
    const { sheets } = await read([[1, 'x', null, '12345678901234567890.5', null, null]])
    expect(sheets[0]?.rows[1]?.[3]).toBe('12345678901234567890.5')
  })

  test('has a header and no table without rows', async () => {
    const { sheets } = await read([])
    expect(sheets[0]?.rows).toHaveLength(1)
    expect(sheets[0]?.tables ?? []).toEqual([])
  })

  test('continues on the next sheet when one is full, with its header', async () => {
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

  test('rethrows errors of its rows', async () => {
    function* failing(): Generator<Row> {
      yield anna
      throw new Error('no more')
    }
    await expect(read(failing())).rejects.toThrow('no more')
  })
})
