import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pageResponse } from '../../../src/main/bridge/page.ts'
import { tempFolder } from '../../support/temp-folder.ts'

function page(): string {
  const outside = tempFolder()
  writeFileSync(join(outside, 'secret.txt'), 'secret')
  const folder = join(outside, 'page')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<meta nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__"></script>')
  writeFileSync(join(folder, 'assets', 'a.js'), 'export {}')
  symlinkSync(join(outside, 'secret.txt'), join(folder, 'assets', 'link.txt'))
  return folder
}

describe('the page', () => {
  it.each(['/', '/index.html', '/changes', '/tenants/3/2026-10'])('is what %s shows', async (path) => {
    const response = await pageResponse(page(), path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('has a new nonce in each response, in the policy and in the document', async () => {
    const folder = page()
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const response = await pageResponse(folder, '/')
        const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? ''
        expect(nonce.length).toBeGreaterThanOrEqual(24)
        expect(await response.text()).toBe(`<meta nonce="${nonce}"><script nonce="${nonce}"></script>`)
        return nonce
      }),
    )
    expect(nonces[0]).not.toBe(nonces[1])
  })

  it('allows no inline scripts, no foreign sources and no frames', async () => {
    const policy = (await pageResponse(page(), '/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+';/)
    expect(policy).toMatch(/style-src-elem 'self' 'nonce-[^']+';/)
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/)
  })

  it('serves a file with its type', async () => {
    const response = await pageResponse(page(), '/assets/a.js')
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'export {}',
    ])
  })

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/link.txt',
    '/assets/missing.js',
    '/assets/a.js%00.css',
    '/%zz.js',
    '//etc/passwd.txt',
  ])('serves nothing outside its folder for %s', async (path) => {
    const response = await pageResponse(page(), path)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('secret')
  })
})
