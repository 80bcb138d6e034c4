/** Deleting from a chain of received answers: parts of an answer's own text have to be found and cut out of every frame. */
import { sha256 } from '../../src/main/core/history/canonical.ts'
import { storedId } from '../../src/main/core/history/cut.ts'
import type { WriteDb } from '../../src/main/core/history/db.ts'
import { datasetById } from '../../src/main/core/providers/providers.ts'
import type { JsonObject } from '../../src/shared/domain/json.ts'
import { compress, decompress, type Frame, frameColumns, readChain } from './received-chain.ts'

const dataset = datasetById('petra.billable-users')

/** Cuts an entry of one id out of every answer of a series, and compresses each against its new predecessor. The hashes prove nothing any more. */
export function eraseFromChain({ sqlite }: WriteDb, seriesId: number, id: string): void {
  rewrite(sqlite, seriesId, 0, (bytes) => {
    const span = findEntry(bytes.toString('utf8'), dataset.listField, (entry) => storedId(dataset.entryId(entry)) === id)
    if (span === null) return bytes
    const tombstone = JSON.stringify({ wipedSha256: sha256(span.text).toString('hex') })
    return Buffer.from(span.before + tombstone + span.after)
  })
}

/** Removes the answers before a number: the first that stays becomes a key frame, and those of its group are compressed again. */
export function pruneChain({ sqlite }: WriteDb, seriesId: number, first: number): void {
  const bytes = readChain({ sqlite } as WriteDb, seriesId, first)
  sqlite.prepare('DELETE FROM answer WHERE series_id = ? AND number < ?').run(seriesId, first)
  // The others follow the same answer as before, so that only the first one's frame is another.
  sqlite.prepare('UPDATE answer SET is_key = 1, bytes = ? WHERE series_id = ? AND number = ?').run(compress(bytes, null), seriesId, first)
}

function rewrite(sqlite: WriteDb['sqlite'], seriesId: number, from: number, change: (bytes: Buffer) => Buffer): void {
  const frames = sqlite
    .prepare<number[], Frame>(`SELECT ${frameColumns} FROM answer WHERE series_id = ? AND number >= ? ORDER BY number`)
    .all(seriesId, from)
  const write = sqlite.prepare('UPDATE answer SET bytes = ? WHERE snapshot_id = ?')
  let was: Buffer | null = null
  let is: Buffer | null = null
  for (const frame of frames) {
    const isKey = frame.isKey === 1
    was = decompress(frame.bytes, isKey ? null : was)
    const now = change(was)
    write.run(compress(now, isKey ? null : is), frame.snapshotId)
    is = now
  }
}

/** The text of an entry, and what stands before and after it. */
interface Span {
  before: string
  text: string
  after: string
}

/** The first entry of the payload's list that `isWanted`; null without one. */
function findEntry(text: string, listField: string, isWanted: (entry: JsonObject) => boolean): Span | null {
  let depth = 0
  let start = -1
  let key = ''
  let inList = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '"') {
      let end = text.indexOf('"', at + 1)
      while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
      if (depth === 1) key = text.slice(at + 1, end)
      at = end
    } else if (char === '{' || char === '[') {
      if (depth === 1 && char === '[' && key === listField) inList = true
      if (depth === 2 && inList) start = at
      depth += 1
    } else if (char === '}' || char === ']') {
      depth -= 1
      if (depth === 1) inList = false
      if (depth === 2 && inList && start >= 0) {
        const entry = text.slice(start, at + 1)
        if (isWanted(JSON.parse(entry) as JsonObject)) return { before: text.slice(0, start), text: entry, after: text.slice(at + 1) }
      }
    }
  }
  return null
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0
  while (text[quote - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}
