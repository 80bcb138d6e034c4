import type { Configuration } from 'electron-builder'

/** Packaging. Every fuse is spelled out: what an update of Electron adds is then a decision, not a surprise. */
const config: Configuration = {
  appId: 'app.seatledger.desktop',
  productName: 'Seatledger',
  directories: { output: 'dist' },
  files: ['out/**', 'drizzle/**', 'resources/*.png', 'package.json', '!**/*.map'],
  icon: 'resources/icon.png',
  asar: true,
  // Native code is loaded from real files.
  asarUnpack: ['**/*.node'],
  // The native packages carry prebuilt N-API binaries for Node and Electron alike.
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
  linux: { target: ['AppImage', 'deb'], category: 'Office', maintainer: 'Seatledger' },
  mac: { target: ['dmg'], category: 'public.app-category.business', hardenedRuntime: true },
  win: { target: ['nsis'] },
  publish: null,
}

export default config
