import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../../src/main/core/base/errors.ts'
import { openFileLog } from '../../../../src/main/core/log/file-log.ts'
import { rememberSecret } from '../../../../src/main/core/log/known-secrets.ts'

describe('the log on disk', () => {
  let dataDir: string
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'seatledger-log-'))
  })
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

  const text = () => readFileSync(join(dataDir, 'logs', 'seatledger.log'), 'utf8')
  const lines = () =>
    text()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)

  it('writes one JSON line per entry, with its scope', () => {
    const log = openFileLog(dataDir, { host: 'terminal' })
    log.scope('collect').info({ tenantId: 7, requests: 2 }, 'run ended')
    log.close()
    expect(lines()).toMatchObject([{ level: 'info', host: 'terminal', scope: 'collect', tenantId: 7, requests: 2, msg: 'run ended' }])
  })

  it('contains no secret under a secret’s key, at any depth', () => {
    const log = openFileLog(dataDir, { host: 'terminal' })
    log.warn(
      { request: { headers: { Authorization: 'Bearer abc123def', accept: '*/*' } }, clientSecret: 'shh-shh-shh', secretsKept: 2 },
      'refused',
    )
    log.info({ headers: new Headers({ authorization: 'Bearer abc123def' }) }, 'sent')
    log.close()
    expect(text()).not.toMatch(/abc123def|shh-shh/)
    expect(lines()[0]).toMatchObject({
      request: { headers: { Authorization: '[secret]', accept: '*/*' } },
      clientSecret: '[secret]',
      secretsKept: 2,
    })
  })

  it('contains no known secret in messages, errors, addresses or encodings', () => {
    const secret = 'petra_"sentinel"/+value'
    rememberSecret(secret)
    const log = openFileLog(dataDir, { host: 'terminal' })
    log.error(
      { err: new AppError('NETWORK', `failed with ${secret}`, { data: { tried: [secret] }, cause: new Error(secret) }) },
      `it was ${secret}`,
    )
    log.info({ at: `https://x.example/?k=${encodeURIComponent(secret)}`, basic: Buffer.from(secret).toString('base64') }, 'sent')
    log.close()
    for (const form of [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').slice(0, 20),
      'sentinel',
    ]) {
      expect(text()).not.toContain(form)
    }
  })

  it('masks e-mail addresses and leaves out people’s names and bodies', () => {
    const log = openFileLog(dataDir, { host: 'terminal' })
    log.info(
      { displayName: 'Ada Lovelace', who: 'ada.lovelace+x@contoso.example', body: '{"users":[1]}', bytes: 120, raw: new Uint8Array(5) },
      'mail to ada@contoso.example',
    )
    log.close()
    expect(text()).not.toMatch(/ada|lovelace|contoso|users/i)
    expect(lines()[0]).toMatchObject({ displayName: '[person]', who: '[e-mail]', body: '[left out]', bytes: 120, msg: 'mail to [e-mail]' })
  })

  it('keeps the stack and causes of an error, and handles a circular value', () => {
    const log = openFileLog(dataDir, { host: 'terminal' })
    const loop: Record<string, unknown> = { id: 1 }
    loop.self = loop
    log.error({ err: new Error('outer', { cause: new TypeError('inner') }), loop, big: 10n }, 'bug')
    log.close()
    expect(lines()[0]).toMatchObject({
      err: { type: 'Error', message: 'outer', cause: { type: 'TypeError', message: 'inner' } },
      loop: { self: '[circular]' },
      big: '10',
    })
    expect(String((lines()[0]!.err as { stack: string }).stack)).toContain('file-log.test')
  })

  it('is limited in size', () => {
    const log = openFileLog(dataDir, { host: 'terminal', maxBytes: 2000, keep: 2 })
    for (let number = 0; number < 200; number++) log.info({ number }, 'line')
    log.close()
    const files = readdirSync(join(dataDir, 'logs')).sort()
    expect(files).toEqual(['seatledger.log', 'seatledger.log.1', 'seatledger.log.2'])
    for (const file of files) expect(statSync(join(dataDir, 'logs', file)).size).toBeLessThan(2400)
    expect(text()).toContain('"number":199')
  })

  it('continues in the new file after another process has rotated it', () => {
    const options = { host: 'terminal', maxBytes: 1000, keep: 3 }
    const one = openFileLog(dataDir, options)
    const two = openFileLog(dataDir, options)
    for (let number = 0; number < 8; number++) one.info({ number }, 'from one')
    two.info({}, 'from two, late')
    one.info({}, 'from one, last')
    one.close()
    two.close()
    expect(text()).toContain('from one, last')
    expect(text()).toContain('from two, late')
  })
})
