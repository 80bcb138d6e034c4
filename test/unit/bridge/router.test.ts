import { describe, expect, it } from 'vitest'
import { createRouter } from '../../../src/main/bridge/router.ts'
import { AppError } from '../../../src/main/core/base/errors.ts'
import { appDouble, logDouble } from '../../support/app-double.ts'

const signal = new AbortController().signal
const check = { name: 'A', ok: true, organisation: null, parts: [] }

describe('the router', () => {
  it('passes the parsed input to a handler and wraps its answer', async () => {
    const router = createRouter(appDouble({ 'runs.list': async (input) => [input] as never }).api, logDouble())
    expect(await router({ trusted: true, route: 'runs.list', input: {}, signal })).toEqual({
      ok: true,
      value: [{ failed: false, limit: 100 }],
    })
  })

  it('refuses an untrusted sender before checking anything else', async () => {
    const router = createRouter(appDouble({ 'queue.get': async () => expect.fail('was asked') }).api, logDouble())
    expect(await router({ trusted: false, route: 'queue.get', input: {}, signal })).toMatchObject({
      ok: false,
      error: { code: 'FORBIDDEN' },
    })
  })

  it.each(['nowhere', 'constructor', '__proto__', 'toString', '', 7, null, undefined, ['queue.get'], { toString: () => 'queue.get' }])(
    'refuses the unknown route %j',
    async (route) => {
      const router = createRouter(appDouble({ 'queue.get': async () => expect.fail('was asked') }).api, logDouble())
      expect(await router({ trusted: true, route, input: {}, signal })).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
    },
  )

  it('says where an input is wrong without repeating it', async () => {
    const router = createRouter(appDouble({ 'connections.check': async () => check }).api, logDouble())
    const answer = await router({ trusted: true, route: 'connections.credential', input: { name: 'A', secret: { value: 12345 } }, signal })
    expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } })
    expect(JSON.stringify(answer)).not.toContain('12345')
    expect(await router({ trusted: true, route: 'connections.check', input: { name: 'A', more: 'x' }, signal })).toMatchObject({
      error: { code: 'BAD_REQUEST' },
    })
    expect(await router({ trusted: true, route: 'connections.check', input: undefined, signal })).toMatchObject({
      error: { code: 'BAD_REQUEST' },
    })
  })

  it('returns an expected error unchanged', async () => {
    const fails = async () => {
      throw new AppError('NOT_FOUND', 'There is no connection “A”.', { data: { name: 'A' } })
    }
    const router = createRouter(appDouble({ 'connections.check': fails }).api, logDouble())
    expect(await router({ trusted: true, route: 'connections.check', input: { name: 'A' }, signal })).toEqual({
      ok: false,
      error: { code: 'NOT_FOUND', message: 'There is no connection “A”.', data: { name: 'A' } },
    })
  })

  it('converts a bug to INTERNAL with the id in the log, without its text', async () => {
    const log = logDouble()
    const fails = async () => {
      throw new TypeError('undefined is not ann@example.com')
    }
    const router = createRouter(appDouble({ 'queue.get': fails }).api, log)
    const answer = await router({ trusted: true, route: 'queue.get', input: {}, signal })
    expect(answer).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
    expect(JSON.stringify(answer)).not.toContain('ann@')
    const id = !answer.ok && answer.error.data?.id
    expect(log.lines).toMatchObject([{ level: 'error', fields: { id, route: 'queue.get' } }])
  })
})
