/**
 * Keys of encrypted histories. The first 16 bytes of an encrypted file are not encrypted and hold the id of its key, so a copy on another machine
 * also says which key opens it.
 */
import { createHash, hkdfSync, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'

/** The key of a history. */
export interface HistoryKey {
  /** The first 16 bytes of the files that it opens, in hexadecimal. */
  id: string
  /** 32 bytes in hexadecimal. A secret. */
  secret: string
}

/** How a key is obtained: from a recovery key (in the keychain) or from a passphrase. */
export type KeyKind = 'recovery' | 'passphrase'

const prefixes: Record<KeyKind, Buffer> = { recovery: Buffer.from('SLK1'), passphrase: Buffer.from('SLP1') }
const headerBytes = 16
const secretBytes = 32

/** Characters of a recovery key: no I, L, O, U, which are easily confused. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const recoveryBytes = 20

/** The id of the key that a file is encrypted with; null if it is not encrypted (or absent, empty, or not a database). */
export function keyIdOf(file: string): string | null {
  const header = Buffer.alloc(headerBytes)
  try {
    const open = openSync(file, 'r')
    try {
      if (readSync(open, header, 0, headerBytes, 0) < headerBytes) return null
    } finally {
      closeSync(open)
    }
  } catch (error) {
    // Opening the database reports these. Another error must not make an encrypted file look like a damaged one.
    if (/^(ENOENT|ENOTDIR|EISDIR|EACCES|EPERM)$/.test((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
  return Object.values(prefixes).some((prefix) => header.subarray(0, prefix.length).equals(prefix)) ? header.toString('hex') : null
}

/** How the key with an id is obtained. */
export function kindOfKey(id: string): KeyKind {
  return Buffer.from(id, 'hex').subarray(0, prefixes.passphrase.length).equals(prefixes.passphrase) ? 'passphrase' : 'recovery'
}

/** A new random recovery key: 160 bits as eight groups of four characters. */
export function newRecoveryKey(): string {
  const bytes = randomBytes(recoveryBytes)
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  const characters = Array.from({ length: (recoveryBytes * 8) / 5 }, (_, at) => alphabet[Number((bits >> BigInt(at * 5)) & 31n)])
  return grouped(characters.join(''))
}

/** A typed recovery key in the form in which it was shown; null if the text cannot be one. */
export function parseRecoveryKey(text: string): string | null {
  const plain = text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return plain.length === (recoveryBytes * 8) / 5 && [...plain].every((each) => alphabet.includes(each)) ? grouped(plain) : null
}

const grouped = (plain: string) => plain.replaceAll(/.{4}(?=.)/g, '$&-')

/** The key of a recovery key (as `parseRecoveryKey` returns it). Its id is derived from it too. */
export function keyFromRecoveryKey(recoveryKey: string): HistoryKey {
  const derive = (use: string, bytes: number) => Buffer.from(hkdfSync('sha256', recoveryKey, '', `Seatledger history ${use}`, bytes))
  const { recovery } = prefixes
  return {
    id: Buffer.concat([recovery, derive('id', headerBytes - recovery.length)]).toString('hex'),
    secret: derive('key', secretBytes).toString('hex'),
  }
}

const saltBytes = 8

/** The key of a passphrase: for the files with an id, or a new one. Null if the passphrase is not that of the id. */
export function keyFromPassphrase(passphrase: string, id: string | null): HistoryKey | null {
  const { passphrase: prefix } = prefixes
  const salt = id === null ? randomBytes(saltBytes) : Buffer.from(id, 'hex').subarray(prefix.length, prefix.length + saltBytes)
  // About 100 ms and 32 MB per guess.
  const secret = scryptSync(passphrase, salt, secretBytes, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 })
  const check = createHash('sha256')
    .update(secret)
    .digest()
    .subarray(0, headerBytes - prefix.length - saltBytes)
  const header = Buffer.concat([prefix, salt, check])
  if (id !== null && !timingSafeEqual(header, Buffer.from(id, 'hex'))) return null
  return { id: header.toString('hex'), secret: secret.toString('hex') }
}
