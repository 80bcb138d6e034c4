/** Prints PDF files with this machine's Chromium, for the terminal and the browser host. Documents are sent through a pipe and never written to disk. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { OpenPrinter } from '../core/api/product.ts'
import { ownPrefix, removeAbandoned } from '../core/base/abandoned-files.ts'
import { AppError } from '../core/base/errors.ts'
import { devTools } from './devtools-pipe.ts'
import { findChromium } from './find-chromium.ts'

const prefix = 'seatledger-printer'
/** The time-out for one document, which may be about hundreds of customers. */
const printTimeoutMs = 300_000
const closeTimeoutMs = 3_000

const flags = [
  '--headless',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-extensions',
  '--disable-gpu',
  '--disable-sync',
]

/** Starts a browser without a window and with an empty profile, for one export. `env` may name the browser (`findChromium`). */
export const chromiumPrinter =
  (env: Readonly<Record<string, string | undefined>>): OpenPrinter =>
  async () => {
    const program = await findChromium(env)
    await removeAbandoned(tmpdir(), prefix)
    const profile = await mkdtemp(join(tmpdir(), ownPrefix(prefix)))
    // Chromium refuses to run as root with its sandbox. The document has no scripts and loads nothing.
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const browser = spawn(program, [...flags, ...asRoot, `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    })
    const tools = devTools(browser.stdio[3] as Writable, browser.stdio[4] as Readable)
    const ended = new Promise<void>((resolve) => {
      const end = (why: string) => {
        tools.fail(notPrinted(why))
        resolve()
      }
      browser.once('error', (error) => end(error.message))
      browser.once('exit', (code) => end(`it ended with code ${code}`))
    })
    return {
      async print(html, signal) {
        const abort = () => tools.fail(new AppError('CANCELLED', 'The export was cancelled and no file was written.'))
        const timeout = setTimeout(() => tools.fail(notPrinted(`no answer in ${printTimeoutMs / 1000} seconds`)), printTimeoutMs)
        signal.throwIfAborted()
        signal.addEventListener('abort', abort, { once: true })
        try {
          return await printPage(tools, html)
        } catch (error) {
          throw error instanceof AppError ? error : notPrinted((error as Error).message)
        } finally {
          clearTimeout(timeout)
          signal.removeEventListener('abort', abort)
        }
      },
      async close() {
        browser.kill()
        const hung = setTimeout(() => browser.kill('SIGKILL'), closeTimeoutMs)
        await ended
        clearTimeout(hung)
        await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {})
      },
    }
  }

async function printPage(tools: ReturnType<typeof devTools>, html: string): Promise<Uint8Array> {
  const { targetId } = await tools.send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await tools.send('Target.attachToTarget', { targetId, flatten: true })
  const ask = (method: string, params: Record<string, unknown> = {}) => tools.send(method, params, sessionId as string)
  await ask('Emulation.setScriptExecutionDisabled', { value: true })
  const { frameTree } = await ask('Page.getFrameTree')
  const { id: frameId } = (frameTree as { frame: { id: string } }).frame
  // Answered when the document has been parsed; it loads nothing else.
  await ask('Page.setDocumentContent', { frameId, html })
  const { data } = await ask('Page.printToPDF', { preferCSSPageSize: true, printBackground: true })
  await tools.send('Target.closeTarget', { targetId })
  return Buffer.from(data as string, 'base64')
}

const notPrinted = (why: string): AppError =>
  new AppError(
    'NOT_FOUND',
    `The browser could not print (${why}). Try again, set SEATLEDGER_BROWSER to another Chrome, Chromium or Edge, or export HTML and print it yourself.`,
  )
