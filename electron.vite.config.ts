import { globSync } from 'node:fs'
import { basename } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/**
 * The hosts' entries and every worker, each a file of its own directly in out/main: a worker is then found beside
 * whichever chunk starts it (`new URL('./writer-worker.js', import.meta.url)`).
 */
const mainEntries = Object.fromEntries(
  ['src/main/index.ts', 'src/main/cli.ts', ...globSync('src/main/**/*-worker.ts')].map((file) => [basename(file, '.ts'), file]),
)

/** Addresses such as /changes/3 must find the same assets after a reload; electron-vite's own base is `./`, for pages opened as files. */
const servedFromTheRoot = { name: 'served-from-the-root', config: () => ({ base: '/' }) }

/** Each bundle lists the packages that ended up in it; the third-party notices and the SBOM are made from these lists. */
const license = { fileName: 'third-party.json' }

export default defineConfig({
  main: {
    build: {
      license,
      rolldownOptions: {
        input: mainEntries,
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload is CommonJS, in one file, and can require Electron only.
      externalizeDeps: false,
      license,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), servedFromTheRoot],
    // The host replaces it in each response by that response's nonce.
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      minify: true,
      license,
      // Inlined assets would need more than `img-src 'self' data:` and `font-src 'self'`.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
})
