/** The partner's own billable usage: the people and devices first seen in a span of days. */
import { dayMs, hourMs } from '../../shared/domain/duration.ts'
import type { Cycle } from '../core/vendors/genesys/cycle.ts'
import { chanceOf } from './chance.ts'
import type { OwnPeople } from './genesys-own-people.ts'
import type { GenesysWorld, SimulatedResource } from './genesys-world.ts'

/** A person or device in use from one time until another (ms). */
interface Resource {
  name: string
  from: number
  until: number
}

/** The partner's usage: agents and telephone users who join and leave, seasonal hourly agents, and three devices. */
export function ownUsage(seed: string, start: number, people: OwnPeople): GenesysWorld['usage'] {
  const [agents, telephones, free] = [people.agents, people.telephones, people.free].map((each) =>
    each.map(({ email, from, until }): Resource => ({ name: email, from, until })),
  ) as [Resource[], Resource[], Resource[]]
  const devices = [1, 2, 3].map((number) => ({ name: `edge-static-turn-0${number}`, from: start, until: Number.POSITIVE_INFINITY }))
  return (span, at) => [
    counted('Genesys Cloud CX 2', seen(agents, span, at)),
    counted('Genesys Cloud Communicate User', seen(telephones, span, at)),
    counted('Genesys Cloud Collaborate User', seen(free, span, at)),
    hourly(seed, span, at),
    counted('Genesys Cloud Static WebRTC TURN Charge', seen(devices, span, at)),
    { name: 'Genesys Cloud Data Storage', totalUsage: '0.0', resources: [] },
  ]
}

/** Each resource with its first working hour in the span. The report excludes the current day. */
function seen(resources: readonly Resource[], span: Cycle, at: number): SimulatedResource[] {
  const first = Date.parse(`${span.start}T00:00:00Z`)
  const known = Math.min(Date.parse(`${span.end}T00:00:00Z`) + dayMs, Math.floor(at / dayMs) * dayMs)
  return resources.flatMap(({ name, from, until }) => {
    const chance = chanceOf(`${name}/${span.start}`)
    const daysLater = chance.happens(0.8) ? chance.below(3) : chance.below(20)
    const seenAt = Math.max(first, Math.floor(from / dayMs) * dayMs) + daysLater * dayMs + Math.floor((6 + chance.next() * 9) * hourMs)
    return seenAt < known && seenAt < until ? [{ name, seenAt }] : []
  })
}

function counted(name: string, resources: SimulatedResource[]) {
  return { name, totalUsage: String(resources.length), resources }
}

/** Seasonal agents work in cycles that start from September to December; hours are a decimal number. */
function hourly(seed: string, span: Cycle, at: number) {
  const month = Number(span.start.slice(5, 7))
  const helpers = [1, 2, 3, 4].map((number) => ({
    name: `season${number}@lindgate.example`,
    from: 0,
    until: month >= 9 && month <= 12 ? Number.POSITIVE_INFINITY : 0,
  }))
  const resources = seen(helpers, span, at)
  const days = Math.max(0, Math.min(31, (at - Date.parse(`${span.start}T00:00:00Z`)) / dayMs))
  const hours = resources.length * days * (1.4 + chanceOf(`${seed}/hours/${span.start}`).next())
  return { name: 'Genesys Cloud CX 2 - Hourly', totalUsage: resources.length === 0 ? '0.00' : hours.toFixed(2), resources }
}
