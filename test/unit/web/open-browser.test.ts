import { describe, expect, it } from 'vitest'
import { redirectPage } from '../../../src/main/web/open-browser.ts'

describe('the redirect file', () => {
  it('redirects to the link, and the link cannot break out of its attribute', () => {
    expect(redirectPage('http://127.0.0.1:4000/#token=a-b_c')).toContain('content="0;url=http://127.0.0.1:4000/#token=a-b_c"')
    expect(redirectPage('http://127.0.0.1/#"><script>')).not.toContain('"><script>')
  })
})
