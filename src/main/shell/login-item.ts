/** Start at login: the system's own list on Windows and macOS, an autostart entry on Linux, which Electron does not write. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { app } from 'electron/main'

/** Where the autostart entry lies on Linux. */
export function autostartFile(env: NodeJS.ProcessEnv = process.env, home: string = homedir()): string {
  const config = env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : join(home, '.config')
  return join(config, 'autostart', 'seatledger.desktop')
}

/** The entry that starts `command` without a window. */
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

/** Quoted as the desktop entry specification asks: reserved characters escaped, `%` doubled since it starts a field code. */
function quoted(argument: string): string {
  const escaped = argument.replaceAll('\\', '\\\\\\\\').replaceAll(/["`$]/g, '\\\\$&').replaceAll('%', '%%')
  return `"${escaped}"`
}

/** Makes the system start the app at login, hidden, or not. Writes only where that changes something. Throws the file system's error. */
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
  // An AppImage is mounted somewhere new each time: its own path is in the environment.
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
