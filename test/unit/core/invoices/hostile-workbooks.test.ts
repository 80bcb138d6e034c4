import { describe, expect, test } from 'vitest'
import { readFile } from '../../../../src/main/core/invoices/read-file.ts'
import { claiming, sheetXml, workbookParts, zipOf } from '../../../support/zip.ts'

const read = (bytes: Uint8Array) => readFile({ fileName: 'invoice.xlsx', bytes, profiles: [] })
const refused = (reason: RegExp) => ({ code: 'UNREADABLE_FILE', message: expect.stringMatching(reason) })
const rows = [
  ['Customer', 'Product', 'Qty'],
  ['Acme', 'E3', 3],
]

describe('a hostile workbook', () => {
  test('that claims a million rows is read with the rows that it has', async () => {
    const bytes = await zipOf(workbookParts(sheetXml(rows, { dimension: 'A1:XFD1048576' })))
    expect((await read(bytes)).preview).toMatchObject({ headers: ['Customer', 'Product', 'Qty'], sample: [['Acme', 'E3', '3']] })
  })

  test('with a row at the very end is refused', async () => {
    await expect(read(await zipOf(workbookParts(sheetXml(rows, { firstRow: 1_048_570 }))))).rejects.toMatchObject(
      refused(/more than 100,000 rows/),
    )
  })

  test('whose texts unpack to more than the limit is refused before unpacking', async () => {
    const bytes = await zipOf(workbookParts(sheetXml(rows), Buffer.alloc(9 * 1024 * 1024, ' ')))
    expect(bytes.byteLength).toBeLessThan(100_000)
    await expect(read(bytes)).rejects.toMatchObject(refused(/sharedStrings\.xml unpacks to 9 MB, more than the limit of 8 MB/))
  })

  test('that lies about its size is stopped at the stated size', async () => {
    const bytes = await zipOf(workbookParts(sheetXml([...rows, ...Array.from({ length: 10_000 }, () => ['Acme', 'E3', 3])])))
    await expect(read(claiming(bytes, 1_000))).rejects.toMatchObject(refused(/damaged/))
    await expect(read(claiming(bytes, 0))).rejects.toMatchObject(refused(/the size of its parts is unknown/))
  })

  test('H: whose text is not UTF-8 is refused; a character that was lost before is read as it is', async () => {
    const named = (name: string) => sheetXml([rows[0]!, [name, 'E3', 3]])
    const latin1 = Buffer.from(named('D\u00e9fense Pr\u00e9mium'), 'latin1')
    await expect(read(await zipOf(workbookParts(latin1)))).rejects.toMatchObject(refused(/text is not in UTF-8/))
    expect((await read(await zipOf(workbookParts(named('D\ufffdfense'))))).preview.sample).toEqual([['D\ufffdfense', 'E3', '3']])
  })

  test.each([
    ['a ZIP file without a workbook', () => zipOf({ 'a.txt': 'x' }), /not an XLSX workbook/],
    ['cut off', async () => (await zipOf(workbookParts(sheetXml(rows)))).subarray(0, 300), /damaged or not a workbook/],
    ['of thousands of parts', () => zipOf(Object.fromEntries(Array.from({ length: 2_001 }, (_, at) => [`${at}.xml`, '']))), /damaged/],
    ['with broken XML', () => zipOf(workbookParts('<worksheet><sheetData><row><c t="s"><v>')), /no header row was found|damaged/],
  ])('%s is refused', async (_, made, reason) => {
    await expect(read(await made())).rejects.toMatchObject(refused(reason))
  })
})
