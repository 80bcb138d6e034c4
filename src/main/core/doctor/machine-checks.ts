/** Checks of the machine and the runtime. */
import { accessSync, constants, mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { isAccessibleToOthers } from '../base/private-files.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { Check, NetworkFacts } from './check.ts'

const leastFreeBytes = 200_000_000

/** The version of Node. */
export function checkNode(): Check {
  const major = Number(process.versions.node.split('.', 1)[0])
  const ok = major >= 24
  return {
    name: 'node',
    ok,
    detail: `Node ${process.versions.node} on ${process.platform} ${process.arch}`,
    next: ok ? null : 'Install Node 24 or later.',
  }
}

/** Whether SQLite loads with the features that the history needs. */
export function checkSqlite(): Check {
  try {
    const sqlite = new Database(':memory:')
    const version = sqlite.prepare<[], { version: string }>('select sqlite_version() version').get()?.version
    sqlite.exec("create virtual table probe using fts5(text, tokenize = 'trigram')")
    sqlite.close()
    return { name: 'sqlite', ok: true, detail: `SQLite ${version} with full-text search`, next: null }
  } catch (error) {
    return { name: 'sqlite', ok: false, detail: textOf(error), next: 'Reinstall the package on this machine (npm ci).' }
  }
}

/** Whether the data folder is writable or can be created, and its free space. */
export function checkDataFolder(dataDir: string): Check {
  const name = 'data folder'
  const exists = statSync(dataDir, { throwIfNoEntry: false })
  const folder = exists ? dataDir : nearestFolder(dataDir)
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    if (exists) {
      const probe = mkdtempSync(join(dataDir, '.probe-'))
      writeFileSync(join(probe, 'probe'), 'probe', { mode: 0o600 })
      rmSync(probe, { recursive: true, force: true })
    }
    const { bavail, bsize } = statfsSync(folder)
    const free = bavail * bsize
    const room = `${Math.floor(free / 1_000_000).toLocaleString('en')} MB free`
    if (exists && isAccessibleToOthers(dataDir)) return openFolder(name, dataDir, exists.mode)
    if (free < leastFreeBytes) return { name, ok: false, detail: `${dataDir}: only ${room}`, next: 'Free some space on this disk.' }
    return {
      name,
      ok: true,
      detail: exists ? `${dataDir}: writable, ${room}` : `${dataDir}: does not exist yet and can be created, ${room}`,
      next: null,
    }
  } catch (error) {
    return {
      name,
      ok: false,
      detail: `${dataDir}: ${textOf(error)}`,
      next: 'Give this user write access, or choose another folder with --data-dir.',
    }
  }
}

function openFolder(name: string, dataDir: string, mode: number): Check {
  return {
    name,
    ok: false,
    detail: `${dataDir}: other users of this machine can list it (mode ${(mode & 0o777).toString(8)}) but cannot read its files`,
    next: `Restrict it to your user: chmod 700 ${JSON.stringify(dataDir)}`,
  }
}

/** Whether secrets can be stored. `needed` is the number of connections whose credential is there. */
export async function checkKeychain(secrets: SecretStore, needed: number): Promise<Check> {
  const name = 'keychain'
  const status = await secrets.status()
  if (status.available) return { name, ok: true, detail: 'stores and returns secrets', next: null }
  const next = 'Put the credential into an environment variable and name it with --secret-env, or start a keychain.'
  const detail =
    needed > 0
      ? `${status.reason}; ${needed} ${needed === 1 ? 'connection has its' : 'connections have their'} credential there`
      : status.reason
  return { name, ok: false, detail, next }
}

/** Which proxy is used. */
export function checkProxy({ carrier, proxy }: NetworkFacts): Check {
  const name = 'proxy'
  if (carrier === 'electron') return { name, ok: true, detail: 'the system’s', next: null }
  const { variables, exceptions, withoutEffect } = proxy
  const [variable] = variables
  const note = withoutEffect.length === 0 ? '' : `; ignored: ${withoutEffect.join(', ')}`
  if (variable === undefined) return { name, ok: true, detail: `none: neither HTTPS_PROXY nor HTTP_PROXY is set${note}`, next: null }
  if (exceptions?.count === 'all') {
    return { name, ok: true, detail: `none: ${exceptions.variable} is *, so ${variable} is not used${note}`, next: null }
  }
  const direct = exceptions === null ? '' : ` and the ${exceptions.variable} entries (${exceptions.count})`
  return { name, ok: true, detail: `set by ${variable}; not used for this machine${direct}${note}`, next: null }
}

/** Which certificates are trusted. */
export function checkCertificates({ carrier, systemCertificates, extraCertificatesFile }: NetworkFacts): Check {
  const name = 'certificates'
  if (carrier === 'electron') return { name, ok: true, detail: 'the system’s', next: null }
  const extra = extraCertificatesFile === null ? '' : `, and those of ${extraCertificatesFile} (NODE_EXTRA_CA_CERTS)`
  if (extraCertificatesFile !== null && !statSync(extraCertificatesFile, { throwIfNoEntry: false })) {
    return {
      name,
      ok: false,
      detail: `${extraCertificatesFile} (NODE_EXTRA_CA_CERTS) does not exist`,
      next: 'Correct or remove NODE_EXTRA_CA_CERTS.',
    }
  }
  return { name, ok: true, detail: `Node’s own, ${systemCertificates} of the system${extra}`, next: null }
}

function nearestFolder(path: string): string {
  for (let folder = path; ; folder = dirname(folder)) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() || folder === dirname(folder)) return folder
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
