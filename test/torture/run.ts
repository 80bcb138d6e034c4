/**
 * `npm run torture`: kills processes, makes their storage fail and sends them hostile answers, then prints what was tried, what survived and what was
 * lost. Exits with 1 if anything was lost.
 *
 *   npm run torture                     500 kills, 100 storage faults, 10,000 answers: about 3 minutes on two cores
 *   npm run torture -- --kills 50 --seed 7
 *   npm run torture -- --team 60       only a team: three hosts and their PostgreSQL server
 *   npm run torture -- --plant          with a planted defect: snapshots are acknowledged before they are committed
 */
import { spawnSync } from 'node:child_process'
import { bundled } from './bundle.ts'

const { status } = spawnSync(process.execPath, [await bundled('torture'), ...process.argv.slice(2)], { stdio: 'inherit' })
process.exitCode = status ?? 1
