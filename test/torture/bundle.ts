/**
 * Bundles the torture with its processes and threads: from the sources each start would take a second, from the bundle it takes a tenth of one. The
 * folder is inside the repository, since the code looks for `drizzle/` and `bin/` above itself.
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

/** The file of a bundled entry. Built once in a process, and removed when that ends; in the bundle itself, the file beside it. */
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
