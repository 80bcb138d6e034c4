/** Deny by default: every page is sandboxed; no navigation, new windows, embedded pages or permissions. */
import { app, session, type WebContents } from 'electron/main'
import type { Log } from '../core/log/log.ts'
import { openExternal } from './external-links.ts'
import { isOurPage } from './page-origin.ts'

/** The only permission a page gets: copying text to the clipboard. */
const allowedPermission = 'clipboard-sanitized-write'

/** Applies to every page created later. Must run before Electron is ready. */
export function lockDown(log: () => Log): void {
  app.enableSandbox()
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents, log))
}

function lockDownContents(contents: WebContents, log: () => Log): void {
  const stay = (event: { preventDefault(): void; url: string }) => {
    if (!isOurPage(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url, log())
    return { action: 'deny' }
  })
}

/** Denies permissions and devices. Needs Electron to be ready. */
export function denyPermissions(): void {
  const target = session.defaultSession
  target.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(permission === allowedPermission && details.isMainFrame && isOurPage(details.requestingUrl)),
  )
  target.setPermissionCheckHandler((_contents, permission, origin) => permission === allowedPermission && isOurPage(origin))
  target.setDevicePermissionHandler(() => false)
}
