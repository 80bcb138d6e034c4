import { globSync } from 'node:fs'
import { basename } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/**
 * The entries of the hosts and of every worker, each a file directly in out/main, so that a worker is found next to
 * whichever chunk starts it (`new URL('./writer-worker.js', import.meta.url)`).
 */
const mainEntries = Object.fromEntries(
  ['src/main/index.ts', 'src/main/cli.ts', ...globSync('src/main/**/*-worker.ts')].map((file) => [basename(file, '.ts'), file]),
)

/** Paths such as /changes/3 must find the same assets after a reload. electron-vite's default base is `./`, for pages opened as files. */
const servedFromTheRoot = { name: 'served-from-the-root', config: () => ({ base: '/' }) }

/** Each bundle lists the packages that it contains; the third-party notices and the SBOM are made from these lists. */
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
      // A sandboxed preload script must be a single CommonJS file and can require only Electron.
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
    // In each response, the host replaces it with that response's nonce.
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      minify: true,
      license,
      // The content security policy does not allow inlined assets besides images.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
})
