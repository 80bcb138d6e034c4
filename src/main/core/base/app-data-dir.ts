/** Where the history lives when nobody says otherwise: the platform's folder for application data. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The default data folder; window and terminal use the same. */
function defaultDataDir(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  return join(applicationData(env, platform, home), platform === 'win32' || platform === 'darwin' ? 'Seatledger' : 'seatledger')
}

function applicationData(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') return env.APPDATA || join(home, 'AppData', 'Roaming')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support')
  // The specification lets a relative path be ignored.
  return env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : join(home, '.config')
}

/** The data folder that was asked for (by option, else by `SEATLEDGER_DATA_DIR`), absolute; else the default. */
export function chooseDataDir(asked: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const chosen = asked || env.SEATLEDGER_DATA_DIR
  return chosen ? resolve(chosen) : defaultDataDir(env)
}
