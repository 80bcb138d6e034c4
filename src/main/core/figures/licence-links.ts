/**
 * Which Genesys charge bills which licence. The vendor publishes no list of them, so only equal names count: a licence's description and a
 * charge's name, or names that the user gave. Never by similarity.
 */
import type { RuleBook } from '../rules/rule-book.ts'
import type { LicenceDescription } from './licence-descriptions.ts'

/** A charge with its licence. */
export interface LicenceLink {
  chargeId: string
  licenceId: string
  because: 'description' | 'label'
  concurrent: boolean
}

/** Links ids of charges with ids of licences; `charges` and `licences` are those without a link. */
export function linkLicences(
  rules: Pick<RuleBook, 'label'>,
  descriptions: ReadonlyMap<string, LicenceDescription>,
  chargeIds: ReadonlyMap<string, unknown>,
  licenceIds: ReadonlyMap<string, unknown>,
): { links: LicenceLink[]; charges: string[]; licences: string[] } {
  const licences = new Map<string, Set<string>>()
  const charges = new Map<string, Set<string>>()
  const add = (names: Map<string, Set<string>>, name: string | null | undefined, id: string) => {
    if (name == null) return
    const key = nameKey(name)
    names.set(key, (names.get(key) ?? new Set()).add(id))
  }
  for (const id of licenceIds.keys()) {
    add(licences, rules.label(id), id)
    add(licences, descriptions.get(id)?.description, id)
  }
  // A charge's id is its name.
  for (const id of chargeIds.keys()) {
    add(charges, rules.label(id), id)
    add(charges, id, id)
  }
  const links = new Map<string, LicenceLink>()
  for (const [key, [chargeId, ...others]] of charges) {
    const [licenceId, ...ambiguous] = licences.get(key) ?? []
    if (chargeId === undefined || licenceId === undefined || others.length + ambiguous.length > 0) continue
    const described = nameKey(chargeId) === key && nameKey(descriptions.get(licenceId)?.description ?? '') === key
    links.set(chargeId, { chargeId, licenceId, because: described ? 'description' : 'label', concurrent: isConcurrent(chargeId) })
  }
  const linked = new Set([...links.values()].map(({ licenceId }) => licenceId))
  return {
    links: [...links.values()],
    charges: [...chargeIds.keys()].filter((id) => !links.has(id)).sort(),
    licences: [...licenceIds.keys()].filter((id) => !linked.has(id)).sort(),
  }
}

const concurrent = /\bconcurrent\b/i

const isConcurrent = (name: string): boolean => concurrent.test(name)

/** A name normalised for comparison: without case, extra blanks, and the word that distinguishes a concurrent charge from its licence. */
const nameKey = (name: string): string => name.normalize('NFKC').replace(concurrent, ' ').replaceAll(/\s+/g, ' ').trim().toLowerCase()
