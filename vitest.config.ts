import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const electronDouble = at('./test/support/electron-double.ts')
const project = (name: string, options: { alias?: Record<string, string>; testTimeout?: number } = {}) => ({
  resolve: { alias: options.alias ?? {} },
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout: options.testTimeout ?? 20_000,
    hookTimeout: 60_000,
  },
})

// Test processes inherit it, as do the commands and threads that they start, which run from source.
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import=${new URL('./scripts/resolve-drizzle.js', import.meta.url).href}`
process.env.NODE_COMPILE_CACHE ??= at('./node_modules/.cache/compile')

export default defineConfig({
  test: {
    // Tests start their own workers and servers: on two cores, more processes would only wait for each other.
    maxWorkers: 2,
    projects: [
      project('unit'),
      project('integration', { testTimeout: 60_000 }),
      project('shell', { alias: { 'electron/main': electronDouble, 'electron/common': electronDouble } }),
      project('renderer'),
      project('build', { testTimeout: 120_000 }),
    ],
  },
})
