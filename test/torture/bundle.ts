/**
 * Bundles the torture with its processes and threads, because each start takes a second from the sources and a tenth of that from the bundle. The
 * folder is inside the repository, because the code looks for `drizzle/` and `bin/` in the folders above.
 */
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const entries = {
  torture: 'test/torture/torture.ts',
  child: 'test/torture/child.ts',
  'team-child': 'test/torture/team-child.ts',
  'writer-worker': 'src/main/core/writer/writer-worker.ts',
  'export-worker': 'src/main/core/api/export-worker.ts',
}
const outside = ['better-sqlite3', 'keytar', 'pg', 'vite']
let building: Promise<string> | null = null

/** The file of a bundled entry. Built once per process and removed when that ends; within the bundle, the file next to it. */
export async function bundled(entry: 'torture' | 'child' | 'team-child'): Promise<string> {
  building ??= import.meta.filename.endsWith('.ts') ? bundle() : Promise.resolve(dirname(import.meta.filename))
  return join(await building, `${entry}.js`)
}

async function bundle(): Promise<string> {
  const { build } = await import('vite')
  const root = join(import.meta.dirname, '..', '..')
  const folder = join(root, 'node_modules', `.torture-${process.pid}`)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
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
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(root, path)])),
        external: outside,
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  return folder
}
