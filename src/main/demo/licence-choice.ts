/** Chooses the licences of made-up people: a plan that fits the company, add-ons, and mistakes that real tenants make. */
import { sku } from '../core/catalogue/sku-ids.ts'
import type { Chance } from './chance.ts'

/** A tenant's kind of company. */
export type CompanyStyle = 'small-business' | 'enterprise' | 'frontline'

/** Plans with their probabilities, which add up to 1. */
const plans: Record<CompanyStyle, readonly (readonly [share: number, id: string])[]> = {
  'small-business': [
    [0.55, sku.businessPremium],
    [0.3, sku.businessStandard],
    [0.12, sku.businessBasic],
    [0.03, sku.exchangePlan1],
  ],
  enterprise: [
    [0.58, sku.microsoft365E3],
    [0.22, sku.microsoft365E5],
    [0.12, sku.microsoft365F3],
    [0.08, sku.office365E3],
  ],
  frontline: [
    [0.62, sku.microsoft365F3],
    [0.25, sku.microsoft365E3],
    [0.13, sku.office365E1],
  ],
}

const addOns: readonly (readonly [share: number, id: string])[] = [
  [0.18, sku.fabricFree],
  [0.12, sku.powerAutomateFree],
  [0.1, sku.teamsPhoneStandard],
  [0.08, sku.audioConferencing],
  [0.08, sku.powerBiPro],
  [0.05, sku.visioPlan2],
  [0.04, sku.projectPlan3],
  [0.03, sku.teamsPremium],
  [0.02, sku.teamsExploratory],
]

/** A licence that the plan already contains, or that contains the plan. */
const overlaps: Readonly<Record<string, readonly [string, ...string[]]>> = {
  [sku.businessPremium]: [sku.exchangePlan1, sku.entraP1, sku.defenderOffice1],
  [sku.businessStandard]: [sku.exchangePlan1, sku.businessBasic],
  [sku.microsoft365E3]: [sku.office365E3, sku.entraP1, sku.exchangePlan2],
  [sku.microsoft365E5]: [sku.microsoft365E3, sku.entraP2, sku.powerBiPro],
}

const upgrades: Readonly<Record<string, string>> = {
  [sku.businessBasic]: sku.businessStandard,
  [sku.businessStandard]: sku.businessPremium,
  [sku.exchangePlan1]: sku.businessBasic,
  [sku.office365E1]: sku.microsoft365F3,
  [sku.office365E3]: sku.microsoft365E3,
  [sku.microsoft365F3]: sku.microsoft365E3,
  [sku.microsoft365E3]: sku.microsoft365E5,
}

/** A person's first licences. */
export function firstLicences(style: CompanyStyle, chance: Chance): string[] {
  if (chance.happens(0.03)) return [sku.fabricFree]
  const plan = planOf(style, chance.next())
  const extra = addOns.filter(([share]) => chance.happens(share)).map(([, id]) => id)
  const doubled = chance.happens(0.03) ? overlaps[plan] : undefined
  return [...new Set([plan, ...extra, ...(doubled === undefined ? [] : [chance.pick(doubled)])])]
}

/** A person's licences after a change: an upgrade, one licence more or one less. Never empty. */
export function changedLicences(before: readonly string[], chance: Chance): string[] {
  const kind = chance.next()
  const upgradable = before.find((id) => upgrades[id] !== undefined)
  if (kind < 0.4 && upgradable !== undefined) return [...new Set(before.map((id) => (id === upgradable ? (upgrades[id] ?? id) : id)))]
  if (kind < 0.75 || before.length === 1) {
    const wanted = chance.pick([sku.copilot, sku.powerBiPro, sku.visioPlan2, sku.teamsPhoneStandard, sku.fabricFree])
    return [...new Set([...before, wanted])]
  }
  return before.slice(0, -1)
}

/** An invited guest's licences. */
export function guestLicences(chance: Chance): string[] {
  return [chance.pick([sku.visioPlan2, sku.powerBiPro, sku.projectPlan3])]
}

function planOf(style: CompanyStyle, at: number): string {
  let used = 0
  for (const [share, id] of plans[style]) {
    used += share
    if (at < used) return id
  }
  return sku.businessBasic
}
