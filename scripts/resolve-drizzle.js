// Node parses a package's whole package.json for each of its modules: for drizzle-orm that is 179 kB some hundred times, over a second for
// every process and thread that runs from source. Its relative imports need no package.json. The bundles are not affected.
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, nextResolve) {
    const parent = context.parentURL
    if (parent?.includes('/node_modules/drizzle-orm/') && /^\.{1,2}\/.*\.js$/.test(specifier)) {
      return { url: new URL(specifier, parent).href, format: 'module', shortCircuit: true }
    }
    return nextResolve(specifier, context)
  },
})
