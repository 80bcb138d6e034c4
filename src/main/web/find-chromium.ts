/** Finds this machine's Chrome, Chromium or Edge, which prints PDF files without Electron. */
import { access, constants } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { AppError } from '../core/base/errors.ts'

/** The environment variable with the path of the browser. */
export const browserVariable = 'SEATLEDGER_BROWSER'

type Env = Readonly<Record<string, string | undefined>>

const namesOnPath = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
]
const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser']
const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
]

/** The path of the browser. Throws `NOT_FOUND` with the next step. */
export async function findChromium(env: Env, platform: NodeJS.Platform = process.platform): Promise<string> {
  const given = env[browserVariable]
  if (given !== undefined && given !== '') {
    if (await isProgram(given)) return given
    throw new AppError(
      'NOT_FOUND',
      `${browserVariable} is not the path of a program. Set it to the path of Chrome, Chromium or Edge, or export HTML and print it from any browser.`,
    )
  }
  for (const file of candidates(env, platform)) if (await isProgram(file)) return file
  throw new AppError(
    'NOT_FOUND',
    `A PDF needs Chrome, Chromium or Edge, and none was found. Install one, set ${browserVariable} to its path, or export HTML and print it from any browser.`,
  )
}

function candidates(env: Env, platform: NodeJS.Platform): string[] {
  switch (platform) {
    case 'darwin': {
      const folders = ['/Applications', ...(env.HOME ? [`${env.HOME}/Applications`] : [])]
      return folders.flatMap((folder) => macApps.map((app) => `${folder}/${app}.app/Contents/MacOS/${app}`))
    }
    case 'win32': {
      const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((folder) => folder !== undefined)
      return folders.flatMap((folder) => windowsPrograms.map((program) => `${folder}\\${program}`))
    }
    default: {
      const folders = (env.PATH ?? '').split(delimiter).filter(isAbsolute)
      return namesOnPath.flatMap((name) => folders.map((folder) => join(folder, name)))
    }
  }
}

const isProgram = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
