import type { Configuration } from 'electron-builder'

/**
 * What an installer contains, next to Electron itself. The list stands in each platform's section and not at the top level: electron-builder
 * would read a platform's list of exclusions as "everything except".
 * `${arch}` is expanded by electron-builder. Its `${platform}` is of no use here: it is the machine that packages, not the target.
 */
const filesFor = (platform: 'linux' | 'darwin' | 'win32') => [
  'out/{main,preload,renderer}/**',
  '!out/*/third-party.json',
  'drizzle/*.sql',
  'drizzle/meta/_journal.json',
  'drizzle-pg/*.sql',
  'drizzle-pg/meta/_journal.json',
  'resources/*.png',
  'LICENSE',
  'THIRD-PARTY-NOTICES.md',
  'package.json',
  '!**/*.map',
  // The native packages carry a binary for every platform.
  `!**/better-sqlite3/prebuilds/!(${platform}-\${arch}).node`,
  `!**/keytar/prebuilds/!(${platform}-\${arch}){,/**}`,
  // What they are compiled from, and what a compiler or an install script leaves there.
  '!**/better-sqlite3/{build,deps,src,binding.gyp}{,/**}',
  '!**/keytar/{build,script,src,binding.gyp}{,/**}',
  '!**/node_modules/node-addon-api{,/**}',
]

/** Installers; docs/packaging.md says what they contain. Every fuse is spelled out, so that one that Electron adds is a decision. */
const config: Configuration = {
  appId: 'app.seatledger.desktop',
  productName: 'Seatledger',
  copyright: 'Copyright © 2026 Seatledger. All rights reserved.',
  directories: { output: 'dist' },
  icon: 'resources/icon.png',
  asar: true,
  // Native code is loaded from real files.
  asarUnpack: ['**/*.node'],
  // The prebuilt binaries are N-API and fit Node and Electron alike. @electron/rebuild does not recognise them and would compile.
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    resetAdHocDarwinSignature: true,
  },
  linux: { target: ['AppImage', 'deb'], category: 'Office', maintainer: 'Seatledger', files: filesFor('linux') },
  mac: { target: ['dmg'], category: 'public.app-category.business', hardenedRuntime: true, files: filesFor('darwin') },
  win: { target: ['nsis'], files: filesFor('win32') },
  publish: null,
}

export default config
