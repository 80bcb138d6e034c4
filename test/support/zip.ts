/** ZIP files with given parts, including dishonest ones. */
import { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { inflateRawSync } from 'node:zlib'
import { ZipFile } from 'yazl'

/** Packs the parts in order. */
export async function zipOf(parts: Readonly<Record<string, string | Buffer>>): Promise<Uint8Array> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content as string), name)
  zip.end()
  const chunks: Buffer[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  zip.outputStream.pipe(sink)
  await finished(sink)
  return Buffer.concat(chunks)
}

/** The files of an archive by name, in order. */
export function zipEntries(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  const entries = new Map<string, Buffer>()
  let at = archive.readUInt32LE(end + 16)
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [packed, nameLength, extra, comment] = [20, 28, 30, 32].map((field, index) =>
      index === 0 ? archive.readUInt32LE(at + field) : archive.readUInt16LE(at + field),
    ) as [number, number, number, number]
    const local = archive.readUInt32LE(at + 42)
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const bytes = archive.subarray(start, start + packed)
    entries.set(
      archive.toString('utf8', at + 46, at + 46 + nameLength),
      archive.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes,
    )
    at += 46 + nameLength + extra + comment
  }
  return entries
}

/** The parts of a workbook with one sheet. */
export const workbookParts = (sheet: string | Buffer, sharedStrings?: string | Buffer): Record<string, string | Buffer> => ({
  '[Content_Types].xml':
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
  '_rels/.rels':
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  'xl/workbook.xml':
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>${
    sharedStrings === undefined
      ? ''
      : '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
  }</Relationships>`,
  'xl/worksheets/sheet1.xml': sheet,
  ...(sharedStrings === undefined ? {} : { 'xl/sharedStrings.xml': sharedStrings }),
})

/** A sheet's XML; texts are inline. */
export function sheetXml(rows: readonly (readonly (string | number)[])[], { dimension = 'A1', firstRow = 1 } = {}): string {
  const cell = (value: string | number) =>
    typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${value}</t></is></c>`
  const body = rows.map((row, at) => `<row r="${firstRow + at}">${row.map(cell).join('')}</row>`)
  return `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="${dimension}"/><sheetData>${body.join('')}</sheetData></worksheet>`
}

/** Makes every part of a ZIP file claim this unpacked size. */
export function claiming(zip: Uint8Array, unpacked: number): Uint8Array {
  const copy = Buffer.from(zip)
  for (let at = copy.indexOf('PK\u0001\u0002', 0, 'latin1'); at !== -1; at = copy.indexOf('PK\u0001\u0002', at + 4, 'latin1'))
    copy.writeUInt32LE(unpacked, at + 24)
  return copy
}
