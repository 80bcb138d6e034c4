/** The responses that the processes record: the same for the same seed, so that parent and child need not exchange them. */
import { dayMs } from '../../src/shared/domain/duration.ts'
import { makePeople, nextDay, type Person, reportOf } from '../support/changing-people.ts'

/** Report time of the first response (ms). */
export const firstReportMs = Date.UTC(2026, 0, 6, 12)

/** Tenants that are recorded into; each has its own series. */
export const tenants = [1, 4, 5] as const

/** The response of a tenant at a step. A few people change between steps, and sometimes nobody does. */
export function responseOf(tenant: number, step: number): { reportedAt: number; payload: ReturnType<typeof reportOf> } {
  const reportedAt = firstReportMs + step * dayMs
  return { reportedAt, payload: { ...reportOf(peopleAt(tenant, step), reportedAt), tenantId: `T${tenant}` } }
}

const known = new Map<string, Person[]>()

function peopleAt(tenant: number, step: number): Person[] {
  const key = `${tenant}/${step}`
  const found = known.get(key)
  if (found !== undefined) return found
  const people =
    step === 0
      ? makePeople(20 + tenant * 17)
      : step % 3 === 0
        ? peopleAt(tenant, step - 1)
        : nextDay(peopleAt(tenant, step - 1), step, 0.05)
  known.set(key, people)
  return people
}
