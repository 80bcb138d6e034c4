/** The desktop bundles in Electron, or in a stand-in named by Electron's own variable. Without either, tests are skipped with the reason. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { electronObstacle, findElectron } from '../../../scripts/lib/electron.ts'
import { hostEnvironment, root, temporaryFolder } from './folders.ts'

const found = findElectron()
const obstacle = electronObstacle()

/** Why desktop tests are skipped here; null if they run. */
export const desktopMissing: string | null =
  'missing' in found
    ? `Electron cannot be run here: ${found.missing}`
    : obstacle === null
      ? null
      : `Electron cannot be run here: ${obstacle}`

/** A folder for one desktop app, which can be started several times. */
export interface DesktopHome {
  folder: string
  dataDir: string
  remove(): void
}

/** A new folder; `state` is the desktop app's stored state. */
export function desktopHome(state?: object): DesktopHome {
  const { folder, remove } = temporaryFolder()
  const dataDir = join(folder, 'data')
  if (state !== undefined) {
    mkdirSync(join(dataDir, 'desktop'), { recursive: true })
    writeFileSync(join(dataDir, 'desktop', 'desktop.json'), JSON.stringify(state))
  }
  return { folder, dataDir, remove }
}

/** What hooks.cjs has recorded about things without a page. */
export interface Recorded {
  menus: { id: string | undefined; label: string; checked: boolean; enabled: boolean }[]
  notifications: { title: string; body: string }[]
  opened: string[]
}

/** A started desktop app. */
export interface DesktopApp {
  app: ElectronApplication
  /** The page of the first window; absent after a hidden start. */
  page: Page
  recorded(): Promise<Recorded>
  /** Clicks an item of the tray's menu. */
  clickTray(id: string): Promise<void>
  /** Quits through the menu, and returns how long that took in ms. */
  quit(): Promise<number>
}

/** Starts the desktop bundles. */
export async function startDesktop(home: DesktopHome): Promise<DesktopApp> {
  if ('missing' in found) throw new Error(found.missing)
  if (!existsSync(join(root, 'out', 'main', 'index.js'))) throw new Error('There are no bundles: run "npm run build" first.')
  const app = await _electron.launch({
    executablePath: found.executable,
    args: ['-r', join(root, 'test', 'e2e', 'electron', 'hooks.cjs'), root],
    env: hostEnvironment(home.folder),
    timeout: 30_000,
  })
  const page = await app.firstWindow()
  return {
    app,
    page,
    recorded: () => app.evaluate(() => (globalThis as unknown as { seatledgerRecorded(): Recorded }).seatledgerRecorded()),
    clickTray: (id) =>
      app.evaluate((_, wanted) => (globalThis as unknown as { seatledgerClickTray(id: string): void }).seatledgerClickTray(wanted), id),
    quit: async () => {
      const startedAt = Date.now()
      await app.close()
      return Date.now() - startedAt
    },
  }
}
