/** Prints documents as PDF files with Electron's Chromium, in a window that is never shown and runs no scripts. */
import { randomUUID } from 'node:crypto'
import { BrowserWindow } from 'electron/main'
import type { OpenPrinter } from '../core/api/product.ts'
import { AppError } from '../core/base/errors.ts'
import { pageScheme } from './page-origin.ts'

/** The documents' host within the page's scheme. It differs from the page's host, so that documents have none of the page's rights. */
export const printHost = 'print'

const documents = new Map<string, string>()

/** Responds to requests for `printHost`: with a document while it is printed, else with 404. */
export function printedDocument(url: URL): Response {
  const html = documents.get(url.pathname.slice(1))
  if (html === undefined) return new Response('Not found', { status: 404 })
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  })
}

/** Opens a hidden window that prints. */
export const electronPrinter: OpenPrinter = async () => {
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false },
  })
  return {
    async print(html, signal) {
      const id = randomUUID()
      documents.set(id, html)
      try {
        await window.loadURL(`${pageScheme}://${printHost}/${id}`)
        const pdf = await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true })
        if (signal.aborted) throw new AppError('CANCELLED', 'The export was cancelled and no file was written.')
        return pdf
      } finally {
        documents.delete(id)
      }
    },
    async close() {
      if (!window.isDestroyed()) window.destroy()
    },
  }
}
