/** The made-up people of a tenant: who holds which licences from when to when. */
import { dayMs, hourMs } from '../../shared/domain/duration.ts'
import type { JsonObject } from '../../shared/domain/json.ts'
import { sku } from '../core/catalogue/sku-ids.ts'
import { type Chance, chanceOf } from './chance.ts'
import { type CompanyStyle, changedLicences, firstLicences, guestLicences } from './licence-choice.ts'
import { familyNames, givenNames } from './made-up-names.ts'

/** The parameters of a tenant's people. */
export interface PeoplePlan {
  style: CompanyStyle
  /** E.g. `harbour-legal.example`. */
  domain: string
  /** The number of people at the start. */
  people: number
  /** Shares of the people per year. */
  growthPerYear: number
  turnoverPerYear: number
  licenceChangesPerYear: number
}

/** A person's timeline: the entry that Petra reports from `from` (ms) on, in order of time; null: not listed. */
export type Life = readonly { from: number; entry: JsonObject | null }[]

const yearMs = 365 * dayMs

/** The timelines of a tenant's people: those present at `from` (ms) and those who join before `until`. Deterministic per seed. */
export function livesOf(plan: PeoplePlan, seed: string, from: number, until: number): Life[] {
  const years = (until - from) / yearMs
  const joiners = Math.round(plan.people * Math.max(0, plan.turnoverPerYear + plan.growthPerYear) * years)
  const namesTaken = new Map<string, number>()
  return Array.from({ length: plan.people + joiners }, (_, index) => {
    const chance = chanceOf(`${seed}/${index}`)
    const joinedAt = index < plan.people ? from - yearMs : workingHour(from + chance.next() * (until - from), chance)
    return lifeOf(plan, chance, namesTaken, index, joinedAt, from)
  })
}

/** A timeline's entry at a moment. */
export function entryAt(life: Life, at: number): JsonObject | null {
  let entry: JsonObject | null = null
  for (const step of life) {
    if (step.from > at) break
    entry = step.entry
  }
  return entry
}

function lifeOf(plan: PeoplePlan, chance: Chance, namesTaken: Map<string, number>, index: number, joinedAt: number, from: number): Life {
  const start = Math.max(joinedAt, from)
  const person = personOf(plan, chance, namesTaken, index)
  const leavesAt = workingHour(start - (Math.log(1 - chance.next()) / plan.turnoverPerYear) * yearMs, chance)
  const steps: { from: number; entry: JsonObject | null }[] = [{ from: joinedAt, entry: person }]
  let current = person
  for (let at = start; person.accountEnabled !== undefined && chance.happens(0.9); ) {
    at = workingHour(at - (Math.log(1 - chance.next()) / plan.licenceChangesPerYear) * yearMs, chance)
    if (at >= leavesAt) break
    current = chance.happens(0.08)
      ? renamed(current, chance)
      : { ...current, assignedLicenseSkuIds: changedLicences(skusOf(current), chance) }
    steps.push({ from: at, entry: current })
  }
  // Incomplete offboarding: for a while, the account is disabled but keeps its paid licences.
  const forgotten = chance.happens(0.35)
  if (forgotten) steps.push({ from: leavesAt, entry: { ...current, accountEnabled: false } })
  steps.push({ from: forgotten ? leavesAt + (20 + chance.below(220)) * dayMs : leavesAt, entry: null })
  return steps
}

function personOf(plan: PeoplePlan, chance: Chance, namesTaken: Map<string, number>, index: number): JsonObject {
  const id = chance.guid()
  // Every fortieth entry is a telephone line, every sixtieth a meeting room: licensed, but not a person.
  if (index % 40 === 39) return thing(id, `Reception line ${index}`, `line${index}@${plan.domain}`, sku.teamsPhoneResourceAccount)
  if (index % 60 === 59) return thing(id, `Meeting room ${index}`, `room${index}@${plan.domain}`, sku.teamsSharedDevices)
  const given = chance.pick(givenNames)
  const family = chance.pick(familyNames)
  const isGuest = chance.happens(0.02)
  const name = uniqueName(`${given}.${family}`.toLowerCase(), namesTaken)
  const mail = isGuest ? `${name}@partner.example` : `${name}@${plan.domain}`
  return {
    id,
    displayName: `${given} ${family}`,
    userPrincipalName: isGuest ? `${name}_partner.example#EXT#@${plan.domain}` : mail,
    ...(chance.happens(0.04) ? {} : { mail }),
    ...(chance.happens(0.006) ? {} : { accountEnabled: true }),
    assignedLicenseSkuIds: isGuest ? guestLicences(chance) : firstLicences(plan.style, chance),
  }
}

function thing(id: string, displayName: string, userPrincipalName: string, skuId: string): JsonObject {
  return { id, displayName, userPrincipalName, accountEnabled: true, assignedLicenseSkuIds: [skuId] }
}

function renamed(person: JsonObject, chance: Chance): JsonObject {
  const given = String(person.displayName).split(' ')[0] ?? ''
  return { ...person, displayName: `${given} ${chance.pick(familyNames)}` }
}

function skusOf(person: JsonObject): string[] {
  return Array.isArray(person.assignedLicenseSkuIds) ? person.assignedLicenseSkuIds.map(String) : []
}

function uniqueName(name: string, taken: Map<string, number>): string {
  const times = (taken.get(name) ?? 0) + 1
  taken.set(name, times)
  return times === 1 ? name : `${name}${times}`
}

/** The same day, between 07:00 and 18:00 UTC. */
function workingHour(at: number, chance: Chance): number {
  return Math.floor(at / dayMs) * dayMs + Math.floor((7 + chance.next() * 11) * hourMs)
}
