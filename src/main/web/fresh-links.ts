/** Prints a fresh link when the user presses Enter, since each link works only once. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** Calls `print` with a fresh link on each Enter. The returned function stops it; null if `input` is not a terminal. */
export function freshLinkOnEnter(
  input: Readable & { isTTY?: boolean },
  freshUrl: () => string,
  print: (link: string) => void,
): (() => void) | null {
  if (input.isTTY !== true) return null
  const lines = createInterface({ input, terminal: false })
  lines.on('line', () => print(freshUrl()))
  return () => lines.close()
}
