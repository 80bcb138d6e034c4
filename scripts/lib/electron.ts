/** Locates Electron, and downloads it within a time limit. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const installed = join(root, 'node_modules', 'electron')

/** The executable, or why there is none (as a clause). */
export type ElectronFound = { executable: string } | { missing: string }

/** Finds Electron's executable without downloading: Electron's environment variable first, then its package's download. */
export function findElectron(env: NodeJS.ProcessEnv = process.env): ElectronFound {
  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const executable = join(override, process.platform === 'win32' ? 'electron.exe' : 'electron')
    return existsSync(executable)
      ? { executable }
      : { missing: `ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron (${override})` }
  }
  const pathFile = join(installed, 'path.txt')
  if (existsSync(pathFile)) {
    const executable = join(installed, 'dist', readFileSync(pathFile, 'utf8'))
    if (existsSync(executable)) return { executable }
  }
  return { missing: 'its binary has not been downloaded' }
}

/** Why an installed Electron cannot open a window on this machine, or null. An explicit override is always tried. */
export function electronObstacle(): string | null {
  const { env } = process
  if (env.ELECTRON_OVERRIDE_DIST_PATH || process.platform !== 'linux') return null
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'this machine has no display'
  if (process.getuid?.() === 0) return 'its sandbox does not work for root'
  return null
}

const probeTimeoutMs = 2_000
const downloadTimeoutMs = 180_000

/** Downloads Electron's binary as its package does, if the download host responds, for at most three minutes. */
export async function fetchElectron(): Promise<ElectronFound> {
  const { env } = process
  const source = env.ELECTRON_MIRROR || env.npm_config_electron_mirror || 'https://github.com/electron/electron/releases/download/'
  try {
    await fetch(source, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(probeTimeoutMs) })
  } catch {
    return { missing: `its binary cannot be downloaded (${new URL(source).host} does not answer)` }
  }
  console.error('Downloading Electron once (about 110 MB, three minutes at most) …')
  const child = spawn(process.execPath, [join(installed, 'install.js')], { stdio: ['ignore', 'ignore', 'ignore'], env })
  const timer = setTimeout(() => child.kill(), downloadTimeoutMs)
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  clearTimeout(timer)
  return code === 0 ? findElectron(env) : { missing: 'its download failed' }
}
