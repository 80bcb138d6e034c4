/** The container of encrypted workbooks: a compound file of version 3 ([MS-CFB]) with one small and one large stream. */

const sectorLength = 512
const idsPerSector = sectorLength / 4
/** Shorter streams are stored in small sectors of 64 bytes. */
const smallLimit = 4096
const smallSectorLength = 64
const [free, endOfChain, ofFat, ofDifat] = [0xffffffff, 0xfffffffe, 0xfffffffd, 0xfffffffc]
/** The first sectors of the FAT are listed in the header, the others in sectors of their own (DIFAT). */
const fatInHeader = 109

/** A named stream. */
export interface Stream {
  name: string
  bytes: Uint8Array
}

/** Builds the file. `small` must be shorter than 4096 bytes, `large` must not. */
export function compoundFile({ small, large }: { small: Stream; large: Stream }): Uint8Array {
  if (small.bytes.length >= smallLimit || large.bytes.length < smallLimit) throw new Error('one small and one large stream are needed')
  const sectorsOf = (length: number) => Math.ceil(length / sectorLength)
  const smallSectors = Math.ceil(small.bytes.length / smallSectorLength)
  // In the order of the file: directory, FAT of the small sectors, small sectors, large stream, FAT, DIFAT.
  const counts = { directory: 1, smallFat: 1, small: sectorsOf(smallSectors * smallSectorLength), large: sectorsOf(large.bytes.length) }
  const content = counts.directory + counts.smallFat + counts.small + counts.large
  let [fat, difat] = [0, 0]
  for (let known = -1; known !== fat + difat; ) {
    known = fat + difat
    fat = Math.ceil((content + known) / idsPerSector)
    difat = Math.ceil(Math.max(0, fat - fatInHeader) / (idsPerSector - 1))
  }
  const start = { directory: 0, smallFat: 1, small: 2, large: 2 + counts.small, fat: content, difat: content + fat }

  const file = Buffer.alloc((1 + content + fat + difat) * sectorLength)
  const at = (sector: number) => (sector + 1) * sectorLength
  writeIds(file, at(start.fat), [
    ...chain(start.directory, counts.directory),
    ...chain(start.smallFat, counts.smallFat),
    ...chain(start.small, counts.small),
    ...chain(start.large, counts.large),
    ...new Array<number>(fat).fill(ofFat),
    ...new Array<number>(difat).fill(ofDifat),
    ...new Array<number>(fat * idsPerSector - content - fat - difat).fill(free),
  ])
  const smallIds = chain(0, smallSectors)
  writeIds(file, at(start.smallFat), [...smallIds, ...new Array<number>(idsPerSector - smallIds.length).fill(free)])
  file.set(small.bytes, at(start.small))
  file.set(large.bytes, at(start.large))
  const fatSectors = Array.from({ length: fat }, (_, index) => start.fat + index)
  writeDifat(file, at(start.difat), fatSectors.slice(fatInHeader), start.difat, difat)
  writeDirectory(file, at(start.directory), [
    { name: 'Root Entry', type: 5, child: 1, right: free, start: start.small, length: smallSectors * smallSectorLength },
    // Siblings form a binary tree ordered by the length of their names first.
    { name: small.name, type: 2, child: free, right: 2, start: 0, length: small.bytes.length },
    { name: large.name, type: 2, child: free, right: free, start: start.large, length: large.bytes.length },
  ])
  writeHeader(file, {
    fatSectors,
    directory: start.directory,
    smallFat: start.smallFat,
    difatStart: difat === 0 ? endOfChain : start.difat,
    difat,
  })
  return file
}

/** FAT entries of consecutive sectors: each has the number of the next one. */
const chain = (start: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => (index === count - 1 ? endOfChain : start + index + 1))

function writeIds(file: Buffer, offset: number, ids: readonly number[]): void {
  for (const [index, id] of ids.entries()) file.writeUInt32LE(id, offset + index * 4)
}

/** Writes the FAT sectors that do not fit in the header; the last entry of each DIFAT sector has the number of the next one. */
function writeDifat(file: Buffer, offset: number, rest: readonly number[], start: number, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const ids = rest.slice(index * (idsPerSector - 1), (index + 1) * (idsPerSector - 1))
    const filled = [...ids, ...new Array<number>(idsPerSector - 1 - ids.length).fill(free)]
    writeIds(file, offset + index * sectorLength, [...filled, index === count - 1 ? endOfChain : start + index + 1])
  }
}

interface DirectoryEntry {
  name: string
  type: number
  child: number
  right: number
  start: number
  length: number
}

function writeDirectory(file: Buffer, offset: number, entries: readonly DirectoryEntry[]): void {
  for (let index = 0; index < sectorLength / 128; index += 1) {
    const at = offset + index * 128
    const entry = entries[index]
    writeIds(file, at + 68, [free, entry?.right ?? free, entry?.child ?? free])
    if (entry === undefined) continue
    file.write(entry.name, at, 'utf16le')
    file.writeUInt16LE((entry.name.length + 1) * 2, at + 64)
    file.writeUInt8(entry.type, at + 66)
    // Black, which is valid for every node of a tree this small.
    file.writeUInt8(1, at + 67)
    file.writeUInt32LE(entry.start, at + 116)
    file.writeUInt32LE(entry.length, at + 120)
  }
}

function writeHeader(
  file: Buffer,
  {
    fatSectors,
    directory,
    smallFat,
    difatStart,
    difat,
  }: { fatSectors: number[]; directory: number; smallFat: number; difatStart: number; difat: number },
): void {
  file.write('d0cf11e0a1b11ae1', 0, 'hex')
  // Minor and major version, byte order, sector sizes as powers of two.
  for (const [offset, value] of [
    [24, 0x3e],
    [26, 3],
    [28, 0xfffe],
    [30, 9],
    [32, 6],
  ] as const)
    file.writeUInt16LE(value, offset)
  const inHeader = fatSectors.slice(0, fatInHeader)
  writeIds(file, 44, [fatSectors.length, directory, 0, smallLimit, smallFat, 1, difatStart, difat])
  writeIds(file, 76, [...inHeader, ...new Array<number>(fatInHeader - inHeader.length).fill(free)])
}
