/** `npm run notices`: writes THIRD-PARTY-NOTICES.md for the packages that are shipped. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { noticesText } from './lib/notices-text.ts'
import { containedLibraries, thirdParties } from './lib/third-party.ts'

const packages = [...thirdParties(), ...containedLibraries()]
writeFileSync(join(import.meta.dirname, '..', 'THIRD-PARTY-NOTICES.md'), noticesText(packages))
console.log(`THIRD-PARTY-NOTICES.md names ${packages.length} packages and libraries.`)
