/** A simulated Petra organisation, as a pure function of seed, tenant and time. */
import { dayMs } from '../../shared/domain/duration.ts'
import { isJsonObject, type JsonObject } from '../../shared/domain/json.ts'
import { excludedByPetra } from '../core/catalogue/defaults.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { CompanyStyle } from './licence-choice.ts'
import { companyPlaces, companyTrades } from './made-up-names.ts'
import { dayOf, type PetraTenantState, type PetraUsersState, type PetraWorld } from './petra-payloads.ts'
import { entryAt, type Life, livesOf, type PeoplePlan } from './petra-people.ts'

/** A simulated tenant. Days are UTC days; `until` days are exclusive. */
export interface PetraTenantPlan extends PeoplePlan {
  petraTenantId: string
  microsoftTenantId: string
  name: string
  onboardedOn: string
  paused?: { from: string; until: string | null }
  offboardedOn?: string
  /** Not for resale: never billed. */
  notForResale?: boolean
  service?: 'Monitoring' | 'Autopsy'
  /** Days on which Petra's total exceeds its list by `extra`. */
  disagrees?: { from: string; until: string; extra: number }
}

/** Options of `petraWorld`. */
export interface PetraWorldOptions {
  seed: string
  organisation: string
  /** The UTC days between which people join, change and leave. */
  from: string
  until: string
  tenants: readonly PetraTenantPlan[]
}

const includedDays = 14

/** An organisation whose answers depend only on its options and the time. People are generated on first request. */
export function petraWorld({ seed, organisation, from, until, tenants }: PetraWorldOptions): PetraWorld {
  const plans = new Map(tenants.map((plan) => [plan.petraTenantId, plan]))
  const lives = new Map<string, Life[]>()
  const livesOfTenant = (plan: PetraTenantPlan) => {
    const known = lives.get(plan.petraTenantId) ?? livesOf(plan, `${seed}/${plan.petraTenantId}`, Date.parse(from), Date.parse(until))
    lives.set(plan.petraTenantId, known)
    return known
  }
  return {
    organisation,
    tenants: (at) => tenants.filter((plan) => plan.onboardedOn <= dayOf(at)).map((plan) => stateOf(plan, at)),
    users(petraTenantId, at) {
      const plan = plans.get(petraTenantId)
      if (plan === undefined || plan.onboardedOn > dayOf(at) || isOffboarded(plan, at)) return null
      return usersOf(plan, livesOfTenant(plan), at)
    },
  }
}

/** Tenants of the given sizes with plausible names; the caller overrides the special ones. */
export function petraTenants(options: { seed: string; sizes: readonly number[]; onboardedOn: string }): PetraTenantPlan[] {
  const styles: readonly CompanyStyle[] = ['small-business', 'enterprise', 'frontline']
  return options.sizes.map((people, index) => {
    const chance = chanceOf(`${options.seed}/tenant/${index}`)
    const place = companyPlaces[index % companyPlaces.length]
    const trade = companyTrades[index % companyTrades.length]
    const repeat = Math.floor(index / 60)
    const name = `${place} ${trade}${repeat === 0 ? '' : ` ${repeat + 1}`}`
    return {
      petraTenantId: `${idText(chance)}${index.toString(36)}`,
      microsoftTenantId: chance.guid(),
      name,
      domain: `${name.toLowerCase().replaceAll(' ', '-')}.example`,
      style: people < 60 ? 'small-business' : (styles[index % styles.length] ?? 'enterprise'),
      people,
      onboardedOn: options.onboardedOn,
      growthPerYear: 0.02 + chance.next() * 0.16,
      turnoverPerYear: 0.12 + chance.next() * 0.15,
      licenceChangesPerYear: 0.2,
    }
  })
}

function stateOf(plan: PetraTenantPlan, at: number): PetraTenantState {
  const firstBillableDay = dayOf(Date.parse(plan.onboardedOn) + includedDays * dayMs)
  const isPaused = isPausedAt(plan, at)
  return {
    petraTenantId: plan.petraTenantId,
    microsoftTenantId: plan.microsoftTenantId,
    name: plan.name,
    onboardedOn: plan.onboardedOn,
    firstBillableDay,
    service: plan.service ?? 'Monitoring',
    billableStatus: statusOf(plan, firstBillableDay, at),
    isPaused,
    prorating: isPaused || isOffboarded(plan, at) || plan.notForResale === true ? 0 : billedShare(firstBillableDay, at) * 100,
  }
}

function statusOf(plan: PetraTenantPlan, firstBillableDay: string, at: number): PetraTenantState['billableStatus'] {
  if (isOffboarded(plan, at)) return 'Deleted'
  if (plan.notForResale === true) return 'NFR'
  return dayOf(at) < firstBillableDay ? 'Trial' : 'Active'
}

function usersOf(plan: PetraTenantPlan, lives: readonly Life[], at: number): PetraUsersState {
  // A paused tenant's data does not change.
  const seenAt = isPausedAt(plan, at) ? Date.parse(plan.paused?.from ?? '') : at
  const users = lives.map((life) => entryAt(life, seenAt)).filter(isJsonObject)
  const disagreement = plan.disagrees !== undefined && isWithin(plan.disagrees, at) ? plan.disagrees.extra : 0
  return {
    users,
    reported: users.length + disagreement,
    units: Math.round((users.filter(isBilled).length * stateOf(plan, at).prorating) / 100),
  }
}

function isBilled(user: JsonObject): boolean {
  return Array.isArray(user.assignedLicenseSkuIds) && user.assignedLicenseSkuIds.some((id) => !excludedByPetra.has(String(id)))
}

/** The share of the month of `at` for which a tenant is billed, to four decimals. */
function billedShare(firstBillableDay: string, at: number): number {
  const month = dayOf(at).slice(0, 7)
  if (firstBillableDay.slice(0, 7) !== month) return firstBillableDay < month ? 1 : 0
  const [year = 0, monthNumber = 0, day = 0] = firstBillableDay.split('-').map(Number)
  const days = new Date(Date.UTC(year, monthNumber, 0)).getUTCDate()
  return Math.round(((days - day + 1) / days) * 10_000) / 10_000
}

function isPausedAt({ paused }: PetraTenantPlan, at: number): boolean {
  return paused !== undefined && isWithin(paused, at)
}

function isOffboarded({ offboardedOn }: PetraTenantPlan, at: number): boolean {
  return offboardedOn !== undefined && dayOf(at) >= offboardedOn
}

function isWithin({ from, until }: { from: string; until: string | null }, at: number): boolean {
  return dayOf(at) >= from && (until === null || dayOf(at) < until)
}

/** Five letters and digits, like Petra's own case-sensitive ids. */
function idText(chance: Chance): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'
  return Array.from({ length: 5 }, () => letters[chance.below(letters.length)]).join('')
}
