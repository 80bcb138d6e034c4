/** The default data folder: in the platform's folder for application data. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The default data folder of all hosts. */
function defaultDataDir(env: Readonly<Record<string, string | undefined>>): string {
  const home = homedir()
  if (process.platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Seatledger')
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'Seatledger')
  // The XDG specification says that a relative path must be ignored.
  return join(env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : join(home, '.config'), 'seatledger')
}

/** The absolute data folder: from the option, else from `SEATLEDGER_DATA_DIR`, else the default. */
export function chooseDataDir(option: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const chosen = option || env.SEATLEDGER_DATA_DIR
  return chosen ? resolve(chosen) : defaultDataDir(env)
}
