/** Reads one file in its own thread, so that its time and memory do not affect the host. */
import { answerJob } from '../base/threads.ts'
import type { InvoiceLine } from './lines.ts'
import { type FileToRead, readFile } from './read-file.ts'
import type { ReadInThread } from './read-in-thread.ts'

await answerJob<FileToRead, ReadInThread>(
  async (file) => {
    const { preview, lines } = await readFile(file)
    return { preview, lines: jsonBytes(lines) }
  },
  // The host passes the bytes on to the writer unread.
  ({ lines }) => [lines.buffer],
)

/** Encodes a JSON array in pieces: one text of everything would double the memory. */
function jsonBytes(lines: readonly InvoiceLine[]): Uint8Array<ArrayBuffer> {
  const pieces: Buffer[] = []
  for (let at = 0; at < lines.length; at += 1_000) {
    const piece = lines.slice(at, at + 1_000).map((line) => JSON.stringify(line))
    pieces.push(Buffer.from(`${at === 0 ? '' : ','}${piece.join(',')}`))
  }
  return new Uint8Array(Buffer.concat([Buffer.from('['), ...pieces, Buffer.from(']')]))
}
