/**
 * The unpacked sizes that a ZIP file states, read before anything is unpacked. No part unpacks to more than its stated size, because the workbook
 * reader stops there.
 */

/** A part of a ZIP file, as its directory lists it. Sizes in bytes. */
export interface ZipPart {
  name: string
  /** 0: stored, 8: deflated. */
  method: number
  packed: number
  unpacked: number
  /** Of its local header. */
  offset: number
}

const endSignature = 0x06054b50
const partSignature = 0x02014b50
const endLength = 22
const partLength = 46

/** Lists the parts; null if the bytes are not a single-disk ZIP file below 4 GB, or have more than `most` parts. */
export function zipParts(bytes: Uint8Array, most: number): ZipPart[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOf(view)
  if (end === null) return null
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count > most) return null
  const parts: ZipPart[] = []
  for (let index = 0; index < count; index += 1) {
    if (at + partLength > bytes.byteLength || view.getUint32(at, true) !== partSignature) return null
    const nameLength = view.getUint16(at + 28, true)
    const next = at + partLength + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    if (next > bytes.byteLength) return null
    parts.push({
      name: new TextDecoder().decode(bytes.subarray(at + partLength, at + partLength + nameLength)),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    })
    at = next
  }
  return parts
}

/** The offset of the end record, which is last in the file, before a comment of at most 64 kB; null if there is none. */
function endOf(view: DataView): number | null {
  const last = view.byteLength - endLength
  for (let at = last; at >= Math.max(0, last - 0xffff); at -= 1) {
    if (view.getUint32(at, true) === endSignature) return at
  }
  return null
}
