/**
 * The folders of the core, innermost first: a folder may import the ones before it and none after it.
 * docs/architecture.md has the same list with what each folder holds; test/build/arrows.test.ts compares the two.
 */
const coreFolders = [
  'base',
  'log',
  'secrets',
  'vendors',
  'database',
  'catalogue',
  'evidence',
  'charges',
  'state',
  'settings',
  'history',
  'invoices',
  'maintenance',
  'as-of',
  'connections',
  'rules',
  'figures',
  'approvals',
  'reconcile',
  'attention',
  'closing',
  'collector',
  'export',
  'doctor',
  'team',
  'writer',
  'api',
]

const inwards = coreFolders.slice(0, -1).map((folder, index) => ({
  name: `core-${folder}-inwards`,
  comment: `core/${folder} may import ${index === 0 ? 'no other folder of the core' : coreFolders.slice(0, index).join(', ')}.`,
  severity: 'error',
  from: { path: `^src/main/core/${folder}/` },
  to: { path: `^src/main/core/((${coreFolders.slice(index + 1).join('|')})/|[^/]+$)` },
}))

/** The modules that need zod. */
const schemas =
  '^src/shared/contract/(route|routes|collecting-routes|history-routes|figure-routes|month-routes|inputs|reconcile-inputs)\\.ts$'

/**
 * The import rules of docs/architecture.md: shell, web, cli -> core -> shared; renderer, preload -> shared.
 * test/build/arrows.test.ts checks that a forbidden import is reported, in a .ts and in a .tsx file.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    ...inwards,
    {
      name: 'core-api-inwards',
      comment: 'The routes are put together by open-core.ts and app.ts, which they do not know.',
      severity: 'error',
      from: { path: '^src/main/core/api/' },
      to: { path: '^src/main/core/[^/]+$' },
    },
    {
      name: 'core-folder-has-a-place',
      comment: 'Every folder of the core is in the list above.',
      severity: 'error',
      from: { path: `^src/main/core/(?!(${coreFolders.join('|')})/)[^/]+/` },
      to: {},
    },
    {
      name: 'no-circles',
      comment: 'Modules that need each other are one module; imports of types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shared-stands-alone',
      comment: 'Both sides use it: no other folder of ours.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/', pathNot: '^src/shared/' },
    },
    {
      name: 'shared-without-platform',
      comment: 'No Node, no DOM, no Electron; zod only in the contract, the rest only plain arithmetic.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: '(^|/)node_modules/(zod|big\\.js|@types/big\\.js|temporal-polyfill)/',
      },
    },
    {
      name: 'zod-in-the-contract-only',
      severity: 'error',
      from: {
        path: '^src/shared/',
        pathNot: schemas,
      },
      to: { path: '(^|/)node_modules/zod/' },
    },
    {
      name: 'core-inwards',
      comment: 'The core is a Node library: hosts construct it, it knows none of them.',
      severity: 'error',
      from: { path: '^src/main/core/' },
      to: { path: '^src/', pathNot: '^src/(main/core|shared)/' },
    },
    {
      name: 'core-without-host',
      comment: 'No HTTP server, no terminal.',
      severity: 'error',
      from: { path: '^src/main/core/' },
      to: {
        path: '((^|/)node_modules/(hono|@hono/node-server|commander)/|^(node:)?(http|https|http2|readline|readline/promises|repl|tty)$)',
      },
    },
    {
      name: 'electron-in-the-shell-only',
      comment: 'The preload is the one other file that Electron runs.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main/shell/|preload/)' },
      to: { path: '^electron(/|$)|(^|/)node_modules/electron/' },
    },
    {
      name: 'hosts-do-not-meet',
      comment: 'Shell, browser host and terminal each carry the core; only the entries (index.ts, cli.ts) put them together.',
      severity: 'error',
      from: { path: '^src/main/shell/' },
      to: { path: '^src/main/(web|cli|demo)(/|\\.ts$)' },
    },
    {
      name: 'browser-host-inwards',
      severity: 'error',
      from: { path: '^src/main/web/' },
      to: { path: '^src/main/(shell|cli|demo)(/|\\.ts$)' },
    },
    {
      name: 'bridge-inwards',
      comment: 'What both hosts share of the contract: it knows the core only.',
      severity: 'error',
      from: { path: '^src/main/bridge/' },
      to: { path: '^src/', pathNot: '^src/(main/(bridge|core)|shared)/' },
    },
    {
      name: 'page-knows-shared-only',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/', pathNot: '^src/(renderer|shared)/' },
    },
    {
      name: 'page-inwards',
      comment: 'app -> features -> components -> lib.',
      severity: 'error',
      from: { path: '^src/renderer/(features|components|lib)/' },
      to: { path: '^src/renderer/app/' },
    },
    {
      name: 'page-components-inwards',
      severity: 'error',
      from: { path: '^src/renderer/(components|lib)/' },
      to: { path: '^src/renderer/features/' },
    },
    {
      name: 'page-lib-inwards',
      severity: 'error',
      from: { path: '^src/renderer/lib/' },
      to: { path: '^src/renderer/components/' },
    },
    {
      name: 'page-without-node',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'preload-knows-shared-only',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { path: '^src/', pathNot: '^src/(preload|shared)/' },
    },
    {
      name: 'preload-requires-electron-only',
      comment: 'A sandboxed preload can require nothing else.',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { dependencyTypesNot: ['local', 'type-only'], pathNot: '^electron(/|$)|(^|/)node_modules/electron/' },
    },
    {
      name: 'routes-are-types-outside-main',
      comment: 'zod stays out of the page and of the preload.',
      severity: 'error',
      from: { path: '^src/(renderer|preload)/' },
      to: {
        path: schemas,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'nothing-from-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
    builtInModules: { add: ['electron', 'electron/main', 'electron/renderer', 'electron/common'] },
  },
}
