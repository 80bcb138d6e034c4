/** Fictitious people whose licences and attributes change from day to day, the same in each run. */

export interface Person {
  id: string
  displayName: string
  userPrincipalName: string
  mail: string
  accountEnabled: boolean
  assignedLicenseSkuIds: string[]
}

/** Random numbers from 0 to 1, the same for the same seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function guid(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

const skuIds = (() => {
  const random = chance(7)
  return Array.from({ length: 30 }, () => guid(random))
})()

const firstNames = ['Anna', 'Jonas', 'Lea', 'Mehmet', 'Sofia', 'Piotr', 'Chloé', 'Noah', 'Aylin', 'Bjørn', 'Zoë', 'Ivan']
const lastNames = ['Berg', 'Meyer', 'Vogt', 'Kaya', 'Rossi', 'Nowak', 'Dubois', 'Schmidt', 'Novák', 'Larsen', 'Weber', 'Okafor']

function licences(random: () => number): string[] {
  // One suite, and often one or two add-ons: few distinct sets, as in real tenants.
  const suite = skuIds[Math.floor(random() ** 2 * 4)]!
  const addOns = Array.from({ length: Math.floor(random() * 3) }, () => skuIds[4 + Math.floor(random() ** 2 * 26)]!)
  return [...new Set([suite, ...addOns])]
}

function person(random: () => number): Person {
  const id = guid(random)
  const first = firstNames[Math.floor(random() * firstNames.length)]!
  const last = lastNames[Math.floor(random() * lastNames.length)]!
  const address = `${first}.${last}.${id.slice(0, 4)}@northwind.example`.toLowerCase()
  return {
    id,
    displayName: `${first} ${last}`,
    userPrincipalName: address,
    mail: address,
    accountEnabled: random() > 0.05,
    assignedLicenseSkuIds: licences(random),
  }
}

/** The given number of people. */
export function makePeople(count: number): Person[] {
  const random = chance(count)
  return Array.from({ length: count }, () => person(random))
}

/** The same people a day later: of those who change, 60 % get other licences, 20 % are replaced, 20 % are renamed, enabled or disabled. */
export function nextDay(people: Person[], day: number, share: number): Person[] {
  const random = chance(day * 7919)
  const next = [...people]
  for (let change = 0; change < people.length * share; change += 1) {
    const index = Math.floor(random() * next.length)
    const old = next[index]!
    const kind = random()
    if (kind < 0.6) next[index] = { ...old, assignedLicenseSkuIds: licences(random) }
    else if (kind < 0.8) next[index] = person(random)
    else if (kind < 0.9) next[index] = { ...old, accountEnabled: !old.accountEnabled }
    else next[index] = { ...old, displayName: `${old.displayName}-${day}` }
  }
  return next
}

/** Petra's response about them. */
export function reportOf(users: Person[], reportedAt: number) {
  return {
    tenantId: 'T1',
    tenantDisplayName: 'Northwind',
    microsoftTenantId: '0f3b2c1d-0000-4000-8000-000000000001',
    reportGeneratedAt: new Date(reportedAt).toISOString(),
    totalBillableUsers: users.length,
    projectedBillableUnitsThisMonth: users.length,
    users,
  }
}
