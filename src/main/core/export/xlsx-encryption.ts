/** Encrypts a workbook with a password, as Excel does: agile encryption with AES-256 and SHA-512 ([MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15). */
import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { compoundFile } from './compound-file.ts'

const segmentLength = 4096

/** The block keys of [MS-OFFCRYPTO], one for each derived key or vector. */
const purposes = {
  verifierInput: 'fea7d2763b4b9e79',
  verifierValue: 'd7aa0f6d3061344e',
  key: '146e0be7abacd0d6',
  hmacKey: '5fb2ad010cb9e1f6',
  hmacValue: 'a0677f02b22c8433',
} as const

/** The encrypted file. `spinCount` is how often the password is hashed; the default is Excel's. */
export function encryptWorkbook(file: Uint8Array, password: string, spinCount = 100_000): Uint8Array {
  const [dataSalt, passwordSalt, verifier, hmacKey] = [randomBytes(16), randomBytes(16), randomBytes(16), randomBytes(64)]
  const key = randomBytes(32)
  const content = encryptContent(file, key, dataSalt)
  const dataVector = (purpose: keyof typeof purposes) => sha512(dataSalt, bytesOf(purpose)).subarray(0, 16)
  const passwordHash = hashPassword(password, passwordSalt, spinCount)
  const lock = (purpose: keyof typeof purposes, data: Uint8Array) =>
    encrypt(sha512(passwordHash, bytesOf(purpose)).subarray(0, 32), passwordSalt, data)
  const info = encryptionInfo(spinCount, {
    dataSalt,
    passwordSalt,
    hmacKey: encrypt(key, dataVector('hmacKey'), hmacKey),
    hmacValue: encrypt(key, dataVector('hmacValue'), createHmac('sha512', hmacKey).update(content).digest()),
    verifierInput: lock('verifierInput', verifier),
    verifierValue: lock('verifierValue', sha512(verifier)),
    key: lock('key', key),
  })
  return compoundFile({ small: { name: 'EncryptionInfo', bytes: info }, large: { name: 'EncryptedPackage', bytes: content } })
}

const bytesOf = (purpose: keyof typeof purposes) => Buffer.from(purposes[purpose], 'hex')

function sha512(...parts: Uint8Array[]): Buffer {
  const hash = createHash('sha512')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** AES-256-CBC without padding, since the data consists of whole blocks. */
function encrypt(key: Uint8Array, vector: Uint8Array, data: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, vector).setAutoPadding(false)
  return Buffer.concat([cipher.update(data), cipher.final()])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function hashPassword(password: string, salt: Uint8Array, spinCount: number): Buffer {
  let hash = sha512(salt, Buffer.from(password, 'utf16le'))
  for (let round = 0; round < spinCount; round += 1) hash = sha512(uint32(round), hash)
  return hash
}

/** The length, then segments of 4096 bytes, each with its own vector; the last one is padded. */
function encryptContent(file: Uint8Array, key: Uint8Array, salt: Uint8Array): Buffer {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(file.length))
  const padded = Buffer.alloc(Math.ceil(file.length / segmentLength) * segmentLength)
  padded.set(file)
  const segments: Uint8Array[] = [length]
  for (let at = 0; at < padded.length; at += segmentLength) {
    const vector = sha512(salt, uint32(at / segmentLength)).subarray(0, 16)
    segments.push(encrypt(key, vector, padded.subarray(at, at + segmentLength)))
  }
  return Buffer.concat(segments)
}

function encryptionInfo(
  spinCount: number,
  parts: Record<'dataSalt' | 'passwordSalt' | 'hmacKey' | 'hmacValue' | 'verifierInput' | 'verifierValue' | 'key', Buffer>,
) {
  const text = (part: keyof typeof parts) => parts[part].toString('base64')
  const cipher =
    'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"'
  const office = 'http://schemas.microsoft.com/office/2006'
  const xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="${office}/encryption" xmlns:p="${office}/keyEncryptor/password"><keyData ${cipher} saltValue="${text('dataSalt')}"/><dataIntegrity encryptedHmacKey="${text('hmacKey')}" encryptedHmacValue="${text('hmacValue')}"/><keyEncryptors><keyEncryptor uri="${office}/keyEncryptor/password"><p:encryptedKey spinCount="${spinCount}" ${cipher} saltValue="${text('passwordSalt')}" encryptedVerifierHashInput="${text('verifierInput')}" encryptedVerifierHashValue="${text('verifierValue')}" encryptedKeyValue="${text('key')}"/></keyEncryptor></keyEncryptors></encryption>`
  // Version 4.4, which means agile encryption.
  return Buffer.concat([Buffer.from('0400040040000000', 'hex'), Buffer.from(xml)])
}
