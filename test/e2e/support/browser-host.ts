/** The browser host as users run it: the built command in a separate process. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { hostEnvironment, root, temporaryFolder } from './folders.ts'

/** A running browser host. */
export interface BrowserHost {
  /** A link with a one-time token. */
  url: string
  dataDir: string
  /** Its standard error so far. */
  messages(): string
  stop(): Promise<void>
}

const startLimitMs = 60_000
const withKeyring = join(root, 'test', 'support', 'with-keyring.sh')

/** Starts `seatledger serve` on an empty data folder (or on `dataDir`), or another command that serves; `keyring` gives it a separate keychain. */
export async function startBrowserHost(options: { command?: string[]; dataDir?: string; keyring?: boolean } = {}): Promise<BrowserHost> {
  const { folder, remove } = temporaryFolder()
  const dataDir = options.dataDir ?? join(folder, 'data')
  const args = [join(root, 'out', 'main', 'cli.js'), ...(options.command ?? ['serve']), '--no-open', '--data-dir', dataDir]
  const [program, ...rest] = [...(options.keyring ? ['sh', withKeyring] : []), process.execPath, ...args]
  const env = { ...hostEnvironment(folder), ...(options.keyring ? { KEYRING_HOME: join(folder, 'keyring') } : {}) }
  // A process group, so that what the keyring's session starts ends with it.
  const child = spawn(program!, rest, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: options.keyring ?? false })
  let messages = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    messages += text
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    let output = ''
    const late = setTimeout(() => reject(new Error(`The browser host did not say its address:\n${output}${messages}`)), startLimitMs)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const link = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/.exec(output)?.[0]
      if (link === undefined) return
      clearTimeout(late)
      resolve(link)
    })
    child.once('exit', (code) => reject(new Error(`The browser host ended with ${code}:\n${output}${messages}`)))
  })
  return {
    url,
    dataDir,
    messages: () => messages,
    stop: async () => {
      if (options.keyring && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
      else child.kill('SIGTERM')
      await ended
      remove()
    },
  }
}
