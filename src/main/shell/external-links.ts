/** The only place that opens an address in the user's browser. */
import { shell } from 'electron/common'
import type { Log } from '../core/log/log.ts'

const longestUrl = 2_048

/** Whether an address may be opened by the system: only https without credentials, since other schemes can start a program. */
export function isSafeToOpen(address: string): boolean {
  const url = address.length <= longestUrl && URL.canParse(address) ? new URL(address) : null
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === ''
}

/** Opens an address in the user's browser. A refusal is logged without the address, which may contain anything. */
export function openExternal(address: string, log: Log): void {
  if (!isSafeToOpen(address)) {
    log.warn({}, 'refused to open an address')
    return
  }
  shell.openExternal(address).catch((error: unknown) => log.warn({ err: error }, 'the system could not open an address'))
}
