/** Start at login: through the system on Windows and macOS, and with an autostart entry on Linux, which Electron does not support. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { app } from 'electron/main'

/** The path of the autostart entry on Linux. */
export function autostartFile(env: NodeJS.ProcessEnv = process.env, home: string = homedir()): string {
  const config = env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : join(home, '.config')
  return join(config, 'autostart', 'seatledger.desktop')
}

/** An autostart entry that starts `command`. */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Seatledger',
    'Comment=Keeps the history of billable licences',
    `Exec=${command.map(quoted).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    'Terminal=false',
    '',
  ].join('\n')
}

/** Quotes as the desktop entry specification requires: reserved characters escaped, `%` doubled since it starts a field code. */
function quoted(argument: string): string {
  const escaped = argument.replaceAll('\\', '\\\\\\\\').replaceAll(/["`$]/g, '\\\\$&').replaceAll('%', '%%')
  return `"${escaped}"`
}

/** Turns starting the app at login, hidden, on or off. Writes only if that changes something. Throws the file system's error. */
export function setStartAtLogin(on: boolean, args: readonly string[]): void {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: on, args: [...args] })
    return
  }
  const file = autostartFile()
  if (!on) {
    rmSync(file, { force: true })
    return
  }
  // An AppImage is mounted at a new path on each start; its own path is in the environment.
  const command = [process.env.APPIMAGE || process.execPath, ...(app.isPackaged ? [] : [app.getAppPath()]), ...args]
  const entry = autostartEntry(command)
  if (contentOf(file) === entry) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, entry, { mode: 0o600 })
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
