/** The partner's own people: agents, telephone users and free users who join and leave, and their licences. */
import { dayMs } from '../../shared/domain/duration.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { GenesysWorld, SimulatedLicence, SimulatedUser } from './genesys-world.ts'
import { familyNames, givenNames } from './made-up-names.ts'

/** A person who logs in from one time until another (ms). */
export interface OwnPerson {
  name: string
  email: string
  from: number
  until: number
  licence: string
  /** When the licence is removed (ms): for some people only weeks after they left. */
  heldUntil: number
}

/** The partner's people by the licence that they hold. */
export interface OwnPeople {
  agents: OwnPerson[]
  telephones: OwnPerson[]
  free: OwnPerson[]
}

/** The licences, with the vendor's descriptions. Hourly licences are not assigned but come with a permission. */
const definitions: readonly SimulatedLicence[] = [
  { id: 'cloudCX2', description: 'Genesys Cloud CX 2', comprises: ['communicate'] },
  { id: 'collaborate', description: 'Genesys Cloud Collaborate User' },
  { id: 'communicate', description: 'Genesys Cloud Communicate User', comprises: ['collaborate'] },
  { id: 'gc2WEMupgrade', description: 'Genesys Cloud CX 2 WEM Add-On I', prerequisites: ['cloudCX2'] },
]

/** Everyone between two moments (ms). */
export function ownPeople(seed: string, start: number, end: number): OwnPeople {
  const people = (charge: string, licence: string, count: number) =>
    Array.from({ length: count }, (_, index) => personOf(chanceOf(`${seed}/${charge}/${index}`), licence, index, count, start, end))
  return {
    agents: people('agents', 'cloudCX2', 52),
    telephones: people('telephones', 'communicate', 20),
    free: people('collaborate', 'collaborate', 26),
  }
}

/** Seven in ten are present from the start; the others join later. Some leave. */
function personOf(chance: Chance, licence: string, index: number, count: number, start: number, end: number): OwnPerson {
  const [given, family] = [chance.pick(givenNames), chance.pick(familyNames)]
  const from = index < count * 0.7 ? start : start + chance.next() * (end - start)
  const leaves = chance.happens(0.3)
  const until = leaves ? from + chance.next() * (end - from) : Number.POSITIVE_INFINITY
  const forgotten = leaves && chance.happens(0.4)
  return {
    name: `${given} ${family}`,
    email: `${`${given}.${family}`.toLowerCase()}${index}@lindgate.example`,
    from,
    until,
    licence,
    heldUntil: forgotten ? until + 90 * dayMs : until,
  }
}

/** Who holds which licence at a time (ms), including people who have left, and three who never log in. */
export function ownLicences(seed: string, { agents, telephones, free }: OwnPeople): NonNullable<GenesysWorld['licences']> {
  const unused = [1, 2, 3].map((number) => {
    const chance = chanceOf(`${seed}/unused/${number}`)
    const [given, family] = [chance.pick(givenNames), chance.pick(familyNames)]
    const email = `${`${given}.${family}`.toLowerCase()}.new${number}@lindgate.example`
    return {
      name: `${given} ${family}`,
      email,
      from: 0,
      until: Number.POSITIVE_INFINITY,
      licence: 'cloudCX2',
      heldUntil: Number.POSITIVE_INFINITY,
    }
  })
  const division = { id: chanceOf(`${seed}/division`).guid(), name: 'Home' }
  const people = [...agents, ...telephones, ...free, ...unused]
  return (at) => ({
    definitions,
    users: people
      // An account is created some days before its first use, and deleted a month after its licence was removed.
      .filter(({ from, heldUntil }) => from - 5 * dayMs <= at && at < heldUntil + 30 * dayMs)
      .map(({ name, email, until, licence, heldUntil }, index): SimulatedUser => {
        const addOn = licence === 'cloudCX2' && index % 6 === 0 ? ['gc2WEMupgrade'] : []
        return {
          id: chanceOf(`${seed}/user/${email}`).guid(),
          name,
          email,
          state: at < until ? 'active' : 'inactive',
          division,
          licences: at < heldUntil ? [licence, ...addOn] : [],
        }
      }),
  })
}
