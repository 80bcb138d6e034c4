/**
 * Bundles the process that is killed, in memory of a run: from the sources each start would take a second, from the bundle it takes a tenth of
 * one. The folder is inside the repository, since the code looks for `drizzle/` above itself.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..', '..')
const outside = ['better-sqlite3', 'keytar']
let bundled: Promise<string> | null = null

/** The bundled child; built once in a process, and removed when that ends. */
export function bundledChild(): Promise<string> {
  bundled ??= bundle()
  return bundled
}

async function bundle(): Promise<string> {
  const folder = join(root, 'node_modules', '.torture', String(process.pid))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const source = (path: string) => join(root, path)
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: outside },
    build: {
      ssr: true,
      outDir: folder,
      minify: false,
      target: 'node24',
      rollupOptions: {
        input: {
          child: source('test/torture/child.ts'),
          'writer-worker': source('src/main/core/writer/writer-worker.ts'),
          'export-worker': source('src/main/core/api/export-worker.ts'),
        },
        external: outside,
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  return join(folder, 'child.js')
}
