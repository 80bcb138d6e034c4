/** Opens the user's browser without revealing the link's token to other users: a program's arguments are visible to all, a file of mode 0600 is not. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownPrefix, removeAbandoned } from '../core/base/abandoned-files.ts'

const openers: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
  linux: ['xdg-open'],
}

const prefix = 'seatledger-link'

/** Opens `url` in the default browser. Returns whether a browser was started, and a function that removes the redirect file. */
export async function openBrowser(url: string): Promise<{ opened: boolean; cleanUp(): Promise<void> }> {
  await removeAbandoned(tmpdir(), prefix)
  const folder = await mkdtemp(join(tmpdir(), ownPrefix(prefix)))
  const cleanUp = () => rm(folder, { recursive: true, force: true })
  const opener = openers[process.platform]
  // Without a display, xdg-open would start a text browser in this terminal.
  const headless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
  if (opener === undefined || headless) {
    await cleanUp()
    return { opened: false, cleanUp }
  }
  const file = join(folder, 'open.html')
  await writeFile(file, redirectPage(url), { mode: 0o600, flag: 'wx' })
  const [command, ...args] = opener
  const opened = await new Promise<boolean>((resolve) => {
    const child = spawn(command, [...args, file], { stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => resolve(true))
    child.unref()
  })
  return { opened, cleanUp }
}

/** A page that immediately redirects to `url`. */
export function redirectPage(url: string): string {
  const safe = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${safe}"><title>Seatledger</title>\n`
}
