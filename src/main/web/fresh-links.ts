/** Enter in the terminal makes a fresh link, since each is good once. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** Calls `print` with a fresh link on each Enter; only where a person sits at the terminal. Answers with what ends it. */
export function freshLinkOnEnter(input: Readable & { isTTY?: boolean }, freshUrl: () => string, print: (link: string) => void): () => void {
  if (input.isTTY !== true) return () => {}
  const lines = createInterface({ input, terminal: false })
  lines.on('line', () => print(freshUrl()))
  return () => lines.close()
}
