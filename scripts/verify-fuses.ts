/**
 * Reads the fuses of every packaged application in dist/, or in the given folder, and fails if one differs from
 * electron-builder.config.ts.
 */
import { globSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import config from '../electron-builder.config.ts'

const dist = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist'))
const applications = globSync(['linux*-unpacked/seatledger', 'mac*/Seatledger.app', 'win*-unpacked/Seatledger.exe'], { cwd: dist })
const wanted = config.electronFuses ?? {}
const enabled = '1'.charCodeAt(0)

if (applications.length === 0) {
  console.error(`No packaged application was found in ${dist}.`)
  process.exit(1)
}
let wrong = 0
for (const application of applications) {
  const wire = await getCurrentFuseWire(join(dist, application))
  for (const [name, value] of Object.entries(wanted)) {
    const option = FuseV1Options[`${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof typeof FuseV1Options]
    if (option === undefined) continue
    if ((wire[option] === enabled) === value) continue
    wrong += 1
    console.error(`${application}: the fuse ${name} is not ${value ? 'on' : 'off'}.`)
  }
}
if (wrong === 0) console.log(`Fuses are as configured in ${applications.join(', ')}.`)
process.exit(wrong === 0 ? 0 : 1)
