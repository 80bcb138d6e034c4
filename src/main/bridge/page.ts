/** Serves the built page, limited to its folder, with a content security policy and a fresh nonce per response. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../core/base/errors.ts'

const mediaTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The folder of the built page: next to the bundles, or out/ when running from source. Throws NOT_FOUND if the page was not built. */
export function pageFolder(): string {
  const folder = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../../out/renderer' : '../renderer', import.meta.url))
  if (!existsSync(join(folder, 'index.html'))) {
    throw new AppError('NOT_FOUND', 'The page has not been built yet: run "npm run build" and start again.')
  }
  return folder
}

/** The page's content security policy: its own files, elements with this response's nonce, and nothing else. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    // Attributes only: the grid and the charts position elements with them, and they cannot run code.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const fixedHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
}

/** The response for a path of the page's origin: a file of the folder, or the page itself for the paths of screens. */
export async function pageResponse(folder: string, pathname: string): Promise<Response> {
  const path = decoded(pathname)
  if (path === null) return notFound()
  // Screen paths have no file extension; a path with one must be a file.
  if (extname(path) === '' || path === '/index.html') return await indexResponse(folder)
  const root = await realpath(folder)
  const file = await realpath(join(root, path)).catch(() => null)
  if (file === null || !file.startsWith(root + sep) || !(await stat(file)).isFile()) return notFound()
  return new Response(await readFile(file), {
    headers: {
      ...fixedHeaders,
      'content-type': mediaTypes[extname(file)] ?? 'application/octet-stream',
      // Only the page itself may run code. An image opened directly may not.
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    },
  })
}

async function indexResponse(folder: string): Promise<Response> {
  const nonce = randomBytes(18).toString('base64')
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  return new Response(html.replaceAll('__CSP_NONCE__', nonce), {
    headers: { ...fixedHeaders, 'content-type': mediaTypes['.html'] ?? '', 'content-security-policy': contentSecurityPolicy(nonce) },
  })
}

function decoded(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname)
    return path.includes('\0') || path.includes('\\') ? null : path
  } catch {
    return null
  }
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { ...fixedHeaders, 'content-type': 'text/plain; charset=utf-8' } })
}
