/** Reads one file in its own thread, so that its time and memory do not affect the host. */
import { parentPort, workerData } from 'node:worker_threads'
import { thrownShape } from '../base/threads.ts'
import type { InvoiceLine } from './lines.ts'
import { type FileToRead, readFile } from './read-file.ts'
import type { FromInvoiceWorker } from './read-in-thread.ts'

const port = parentPort
if (port === null) throw new Error('invoice-worker must run as a worker thread')
try {
  const { preview, lines } = await readFile(workerData as FileToRead)
  // The bytes are transferred to the writer unread, so the host's thread never handles the lines.
  const bytes = jsonBytes(lines)
  port.postMessage({ kind: 'read', preview, lines: bytes } satisfies FromInvoiceWorker, [bytes.buffer as ArrayBuffer])
} catch (error) {
  port.postMessage({ kind: 'failed', error: thrownShape(error) } satisfies FromInvoiceWorker)
} finally {
  port.close()
}

/** Encodes a JSON array in pieces: one text of everything would double the memory. */
function jsonBytes(lines: readonly InvoiceLine[]): Uint8Array {
  const pieces: Buffer[] = []
  for (let at = 0; at < lines.length; at += 1_000) {
    const piece = lines.slice(at, at + 1_000).map((line) => JSON.stringify(line))
    pieces.push(Buffer.from(`${at === 0 ? '' : ','}${piece.join(',')}`))
  }
  return new Uint8Array(Buffer.concat([Buffer.from('['), ...pieces, Buffer.from(']')]))
}
