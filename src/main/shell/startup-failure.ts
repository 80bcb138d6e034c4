/** The window shown when the start fails: what happened, the next step, and details to copy. */
import { randomBytes } from 'node:crypto'
import { release } from 'node:os'
import { app, BrowserWindow, dialog } from 'electron/main'
import { contentSecurityPolicy } from '../bridge/page.ts'
import { toErrorShape } from '../core/base/errors.ts'
import { redactedStack, redactedText } from '../core/log/crash.ts'
import { pageScheme } from './page-origin.ts'
import { servePage } from './page-scheme.ts'

const failureHost = 'startup-failure'

/** The window's texts. `details` may be sent to support, so they contain no secrets, e-mail addresses or home folder. */
export interface StartupFailure {
  message: string
  details: string
}

/** Turns an error into the window's texts. */
export function describeFailure(error: unknown, facts: { version: string; home: string }): StartupFailure {
  const shape = toErrorShape(error)
  const causes = causesOf(error).map((cause) => `Caused by: ${cause}`)
  const text = [
    `Seatledger ${facts.version}, ${process.platform} ${release()}, ${process.arch}`,
    `Code: ${shape.code}`,
    redactedStack(error),
    ...causes,
  ].join('\n')
  return {
    message: shape.code === 'INTERNAL' ? 'Seatledger failed to start because of an internal error.' : shape.message,
    // Paths inside the home folder contain the user's name.
    details: text.replaceAll(facts.home, '~'),
  }
}

function causesOf(error: unknown): string[] {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause === undefined) return []
  return [redactedText(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)), ...causesOf(cause)]
}

/** The window's page. Plain HTML, because the cause may also break the real page. */
export function failurePage({ message, details }: StartupFailure, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Seatledger could not start</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { margin: 0; padding: 28px 32px; display: grid; gap: 14px }
h1 { font-size: 20px; margin: 0 }
p { margin: 0 }
textarea { width: 100%; box-sizing: border-box; height: 190px; font: 12px/1.45 ui-monospace, monospace; resize: vertical }
button { font: inherit; padding: 6px 16px; margin-right: 8px }
</style>
</head>
<body>
<h1>Seatledger could not start</h1>
<p id="message">${escapeHtml(message)}</p>
<label for="details">Details for support (without secrets or addresses)</label>
<textarea id="details" readonly>${escapeHtml(details)}</textarea>
<p><button id="copy" type="button">Copy details</button><button id="quit" type="button">Quit</button><span id="copied" role="status"></span></p>
<script nonce="${nonce}">
const details = document.getElementById('details')
document.getElementById('copy').addEventListener('click', async () => {
  details.select()
  await navigator.clipboard.writeText(details.value).catch(() => document.execCommand('copy'))
  document.getElementById('copied').textContent = 'Copied'
})
document.getElementById('quit').addEventListener('click', () => window.close())
</script>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** Reports an uncaught error, and ends the app. */
export function showCrash(message: string): void {
  console.error(message)
  dialog.showErrorBox('Seatledger has stopped', `${message}\n\nNo collected data is lost. Start Seatledger again.`)
  app.exit(1)
}

/** Shows the window. Closing it exits the app. Needs Electron to be ready. */
export function showStartupFailure(error: unknown, home: string): void {
  const failure = describeFailure(error, { version: app.getVersion(), home })
  console.error(failure.message)
  servePage(null, {
    [failureHost]: () => {
      const nonce = randomBytes(18).toString('base64')
      const headers = {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy(nonce),
        'cache-control': 'no-store',
      }
      return new Response(failurePage(failure, nonce), { headers })
    },
  })
  const window = new BrowserWindow({
    width: 640,
    height: 540,
    title: 'Seatledger could not start',
    autoHideMenuBar: true,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  })
  app.on('window-all-closed', () => app.exit(1))
  void window.loadURL(`${pageScheme}://${failureHost}/`)
}
