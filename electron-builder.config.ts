import type { Configuration } from 'electron-builder'

/**
 * The contents of an installer besides Electron. The list is in each platform's section, not at the top level, because electron-builder
 * would read a platform's list of exclusions as "everything except".
 * electron-builder expands `${arch}`. Its `${platform}` is the machine that packages and not the target, so it is not used.
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
  // The native packages contain a binary for every platform.
  `!**/better-sqlite3/prebuilds/!(${platform}-\${arch}).node`,
  `!**/keytar/prebuilds/!(${platform}-\${arch}){,/**}`,
  // Their sources, and what a compiler or an install script leaves there.
  '!**/better-sqlite3/{build,deps,src,binding.gyp}{,/**}',
  '!**/keytar/{build,script,src,binding.gyp}{,/**}',
  '!**/node_modules/node-addon-api{,/**}',
]

/** Installers; docs/packaging.md describes their contents. Every fuse is listed, so that a fuse added by Electron has to be decided. */
const config: Configuration = {
  appId: 'app.seatledger.desktop',
  productName: 'Seatledger',
  copyright: 'Copyright © 2026 Seatledger. All rights reserved.',
  directories: { output: 'dist' },
  icon: 'resources/icon.png',
  asar: true,
  // Native code is loaded from real files, not from the archive.
  asarUnpack: ['**/*.node'],
  // The prebuilt binaries are N-API and work in Node and Electron. @electron/rebuild does not recognise them and would compile.
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
