/** Compares figures read from intervals with the same figures computed from rebuilt payloads by slow, simple code, over random histories. */
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { rebuildText } from '../../../../src/main/core/evidence/read-payload.ts'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import type { DiffAnswer } from '../../../../src/shared/contract/diff-answers.ts'
import type { FigureName } from '../../../../src/shared/contract/figure-answers.ts'
import { dayMs } from '../../../../src/shared/domain/duration.ts'
import { addPetraTenant, e3, exchange, fabric, phone, type Reporting, reporting, testCatalogue } from '../../../support/reporting.ts'

const guid = 'ABCDEF01-2222-3333-4444-555555555555'
const skus = [e3, exchange, phone, fabric, 'Sku-X', e3.toUpperCase()]
const timeZone = 'Europe/Berlin'
const start = Date.UTC(2026, 0, 25)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 4 })
const someone = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'A', guid, guid.toLowerCase(), undefined),
    displayName: maybe(fc.constantFrom('Anna', 'Björn', 'Çelik')),
    userPrincipalName: maybe(fc.constantFrom('x@northwind.example', 'y@northwind.example')),
    accountEnabled: maybe(fc.boolean()),
    assignedLicenseSkuIds: maybe(fc.array(fc.constantFrom(...skus), { maxLength: 4 })),
  })
  .map((entry) => JSON.parse(JSON.stringify(entry)) as Entry)
/** Changes from one list to the next: mostly few, so that single changes are tested in isolation. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('skus' as const), at: fc.nat(9), skus: fc.subarray(skus) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('join' as const), entry: someone }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), at: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('become' as const), at: fc.nat(9), entry: someone }) },
)
const report = fc.record({
  steps: fc.array(step, { maxLength: 3 }),
  hasList: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  total: fc.integer({ min: 0, max: 9 }),
  units: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
  /** Hours after the previous snapshot; negative if the vendor's report is older than the previous one. */
  hours: fc.integer({ min: -30, max: 400 }),
  aside: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
})
type Report = typeof report extends fc.Arbitrary<infer T> ? T : never
const history = fc.record({ people: fc.array(someone, { maxLength: 6 }), reports: fc.array(report, { minLength: 1, maxLength: 12 }) })
type History = typeof history extends fc.Arbitrary<infer T> ? T : never

/** The list after a report's steps. */
function stepped(list: readonly Entry[], steps: Report['steps']): Entry[] {
  let people = [...list]
  for (const step of steps) {
    const at = 'at' in step && people.length > 0 ? step.at % people.length : 0
    const one = people[at]
    if (step.kind === 'join') people = people.concat(step.entry)
    else if (one === undefined) continue
    else if (step.kind === 'leave') people = people.toSpliced(at, 1)
    else if (step.kind === 'skus') people = people.with(at, { ...one, assignedLicenseSkuIds: step.skus })
    else people = people.with(at, { ...step.entry, ...(one.id === undefined ? {} : { id: one.id }) })
  }
  return people
}

interface Entry {
  id?: string
  displayName?: string
  userPrincipalName?: string
  accountEnabled?: boolean
  assignedLicenseSkuIds?: string[]
}

/** A snapshot as read from its rebuilt payload. */
interface Seen {
  snapshotId: number
  at: number
  aside: boolean
  reported: number | null
  users: Entry[] | null
}

interface Person {
  displayName: string | null
  userPrincipalName: string | null
  accountEnabled: boolean | null
  skus: string[]
}

const normalise = (id: string) => (/^[0-9a-f-]{36}$/i.test(id) ? id.toLowerCase() : id)

/** Records a random history for a new tenant and rebuilds every payload. */
function recordHistory(app: Reporting, tenant: number, { people, reports }: History): Seen[] {
  addPetraTenant(app, tenant, start)
  let at = start
  let users: Entry[] = people
  return reports.map(({ steps, hasList, total, units, hours, aside }) => {
    at += hours * 3_600_000
    users = stepped(users, steps)
    const { snapshotId } = app.record(
      {
        reportGeneratedAt: new Date(at).toISOString(),
        totalBillableUsers: total,
        ...(units === undefined ? {} : { projectedBillableUnitsThisMonth: units }),
        ...(hasList ? { users } : {}),
      },
      { tenantId: tenant, observedAt: at },
    )
    if (aside) writes['snapshot.setAside'](app.db, { snapshotId, reason: 'random', at: 0 })
    const rebuilt = JSON.parse(rebuildText(app.db, snapshotId)) as { totalBillableUsers?: number; users?: Entry[] }
    return { snapshotId, at, aside, reported: rebuilt.totalBillableUsers ?? null, users: rebuilt.users ?? null }
  })
}

/** Everyone with an id; entries with the same id are one person. */
function peopleOf({ users }: Seen): Map<string, Person> {
  const people = new Map<string, Person>()
  const groups = Map.groupBy(
    (users ?? []).filter((entry) => entry.id !== undefined),
    (entry) => normalise(entry.id!),
  )
  for (const [id, entries] of groups) {
    const sorted = entries
      .map(({ assignedLicenseSkuIds: _, ...body }) => ({ body, text: canonicalize(body)! }))
      .sort((a, b) => (a.text < b.text ? -1 : 1))
      .map(({ body }) => body)
    const enabled = entries.flatMap((entry) => entry.accountEnabled ?? [])
    people.set(id, {
      displayName: sorted.find((entry) => entry.displayName !== undefined)?.displayName ?? null,
      userPrincipalName: sorted.find((entry) => entry.userPrincipalName !== undefined)?.userPrincipalName ?? null,
      accountEnabled: enabled.length === 0 ? null : enabled.includes(true),
      skus: [...new Set(entries.flatMap((entry) => (entry.assignedLicenseSkuIds ?? []).map(normalise)))].sort(),
    })
  }
  return people
}

function figureOf(seen: Seen, figure: FigureName): number | null {
  if (figure === 'reported') return seen.reported
  if (seen.users === null) return null
  const people = [...peopleOf(seen).values()]
  switch (figure) {
    case 'listed':
      return seen.users.length
    case 'disabled':
      return people.filter((person) => person.accountEnabled === false).length
    case 'recounted':
      return people.filter((person) => person.skus.some((sku) => !testCatalogue.defaultExcluded.has(sku))).length
    default:
      return people.filter((person) => person.skus.includes(figure.slice('sku:'.length))).length
  }
}

const dayOf = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString()

/** The last snapshot of each month or day, by report time and then by order of recording. */
function lastOf(seen: readonly Seen[], keyOf: (at: number) => string): Map<string, Seen> {
  const last = new Map<string, Seen>()
  const inOrder = seen.filter((each) => !each.aside).toSorted((a, b) => a.at - b.at || a.snapshotId - b.snapshotId)
  for (const each of inOrder) last.set(keyOf(each.at), each)
  return last
}

/** Applies a difference to the earlier people. */
function apply(before: Map<string, Person>, { holders }: DiffAnswer): Map<string, Person> {
  const people = structuredClone(before)
  for (const { id } of holders.removed) {
    expect(people.delete(id)).toBe(true)
  }
  for (const { id, ...person } of holders.added) {
    expect(people.has(id)).toBe(false)
    people.set(id, person)
  }
  for (const { id, gained, lost, attributes } of holders.changed) {
    const person = people.get(id)!
    person.skus = [...person.skus.filter((sku) => !lost.includes(sku)), ...gained].sort()
    for (const { name, after } of attributes) Object.assign(person, name === 'mail' ? {} : { [name]: after })
  }
  return people
}

/** Runs a property, each time with a new tenant in one history. */
async function over(check: (app: Reporting, tenant: number, seen: Seen[]) => Promise<void>, numRuns = 25): Promise<void> {
  const app = await reporting(new Date(start + 400 * dayMs).toISOString(), { timeZone })
  let tenant = 100
  await fc.assert(
    fc.asyncProperty(history, async (reports) => {
      tenant += 1
      await check(app, tenant, recordHistory(app, tenant, reports))
    }),
    { numRuns },
  )
}

describe('over random histories', { timeout: 120_000 }, () => {
  test('trends by month and by day equal those of the rebuilt payloads', async () => {
    const figures: FigureName[] = [
      'reported',
      'listed',
      'disabled',
      'recounted',
      ...new Set(skus.map((sku) => `sku:${normalise(sku)}` as const)),
    ]
    await over(async (app, tenant, seen) => {
      const months = lastOf(seen, (at) => dayOf(at).slice(0, 7))
      const days = lastOf(seen, dayOf)
      for (const figure of figures) {
        const byMonth = await app.ask('trend.get', { figure, tenants: [tenant] })
        const byDay = await app.ask('trend.get', { figure, tenants: [tenant], grain: 'day' })
        for (const point of byMonth.points) {
          if (!('month' in point) || !('tenant' in point)) throw new Error('not a month of a tenant')
          const expected = months.get(point.month)
          expect([point.snapshotId, point.value]).toEqual(
            expected === undefined ? [null, null] : [expected.snapshotId, figureOf(expected, figure)],
          )
        }
        for (const point of byDay.points) {
          if (!('at' in point) || !('tenant' in point)) throw new Error('not a day of a tenant')
          const expected = days.get(point.at)
          expect([point.snapshotId, point.value]).toEqual(
            expected === undefined ? [null, null] : [expected.snapshotId, figureOf(expected, figure)],
          )
        }
        expect(byMonth.points.filter((point) => 'snapshotId' in point && point.snapshotId !== null)).toHaveLength(months.size)
        expect(byDay.points.filter((point) => 'snapshotId' in point && point.snapshotId !== null)).toHaveLength(days.size)
      }
    })
  })

  test('a difference applied to the first snapshot gives the second, with the same numbers', async () => {
    await over(async (app, tenant, seen) => {
      const usable = seen.filter((each) => !each.aside).toSorted((a, b) => a.at - b.at || a.snapshotId - b.snapshotId)
      for (const [index, from] of usable.entries()) {
        for (const to of usable.slice(index)) {
          const diff = await app.ask('diff.get', { tenant, from: from.snapshotId, to: to.snapshotId })
          const [before, after] = [peopleOf(from), peopleOf(to)]
          const hasLists = from.users !== null && to.users !== null
          if (hasLists) expect(apply(before, diff)).toEqual(after)
          for (const figure of ['reported', 'listed', 'recounted'] as const) {
            const [was, is] = [figureOf(from, figure), figureOf(to, figure)]
            expect(diff.totals[figure]).toEqual({ before: was, after: is, delta: was === null || is === null ? null : is - was })
          }
          const moved = [...new Set(skus.map(normalise))]
            .map((skuId) => ({ skuId, before: figureOf(from, `sku:${skuId}`), after: figureOf(to, `sku:${skuId}`) }))
            .filter((sku) => hasLists && sku.before !== sku.after)
            .sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
          expect(diff.skus.map(({ skuId, before, after }) => ({ skuId, before, after }))).toEqual(moved)
          expect(diff.explanation.parts.reduce((sum, part) => sum + part.delta, 0)).toBe(diff.totals.reported.delta)
          if (from === to)
            expect(diff).toMatchObject({ holders: { added: [], removed: [], changed: [] }, skus: [], explanation: { parts: [] } })
        }
      }
    })
  })

  test('licences of a month equal those of its last snapshot’s rebuilt payload', async () => {
    await over(async (app, tenant, seen) => {
      for (const [month, last] of lastOf(seen, (at) => dayOf(at).slice(0, 7))) {
        const licences = await app.ask('licences.get', { tenant, month })
        const people = [...peopleOf(last).values()]
        const known = last.users !== null
        const holding = (sku: string) => people.filter((person) => person.skus.includes(sku))
        const counted = licences.rows.filter((row) => row.holders > 0)
        expect(
          Object.fromEntries(counted.map((row) => [row.skuId, [row.holders, row.enabledHolders, row.disabledHolders, row.unknownHolders]])),
        ).toEqual(
          Object.fromEntries(
            [...new Set(skus.map(normalise))]
              .filter((sku) => known && holding(sku).length > 0)
              .map((sku) => [
                sku,
                [
                  holding(sku).length,
                  ...[true, false, null].map((enabled) => holding(sku).filter((person) => person.accountEnabled === enabled).length),
                ],
              ]),
          ),
        )
        expect(licences.people.recounted).toBe(known ? figureOf(last, 'recounted') : 0)
        expect(licences.assignments).toBe(known ? people.reduce((sum, person) => sum + person.skus.length, 0) : 0)
        expect(licences.combinations.reduce((sum, each) => sum + each.holders, 0)).toBe(
          people.filter((person) => known && person.skus.length > 0).length,
        )
        const both = people.filter((person) => known && person.skus.includes(e3) && person.skus.includes(exchange)).length
        expect(licences.overlaps[0]?.holders.length ?? 0).toBe(both)
      }
    })
  })

  test("a person's timeline equals the sequence of payloads", async () => {
    await over(async (app, tenant, seen) => {
      const looks = seen.filter((each) => !each.aside && each.users !== null).toSorted((a, b) => a.at - b.at || a.snapshotId - b.snapshotId)
      const found = await app.ask('people.search', { query: guid, limit: 500 })
      const person = found.find((each) => each.tenant === tenant)
      const shown: unknown[] = []
      for (const skuId of new Set(skus.map(normalise))) {
        let open: { firstSeen: string; lastSeen: string; absentSince: string | null; openStart: boolean } | null = null
        for (const [index, look] of looks.entries()) {
          const at = new Date(look.at).toISOString()
          if (peopleOf(look).get(normalise(guid))?.skus.includes(skuId)) {
            if (open === null) {
              open = { firstSeen: at, lastSeen: at, absentSince: null, openStart: index === 0 }
              shown.push({ skuId, stretch: open })
            }
            open.lastSeen = at
          } else if (open !== null) {
            open.absentSince = at
            open = null
          }
        }
      }
      const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
      const timeline = (person?.timeline ?? []).map(({ skuId, name: _, ...stretch }) => ({ skuId, stretch }))
      expect(timeline.toSorted(byText)).toEqual(shown.toSorted(byText))
      const everSeen = seen.some((each) => peopleOf(each).has(normalise(guid)))
      expect(person !== undefined).toBe(everSeen)
    })
  })

  test('a sum adds the tenants that have a value and counts the others', async () => {
    const app = await reporting(new Date(start + 400 * dayMs).toISOString(), { timeZone })
    let tenant = 100
    await fc.assert(
      fc.asyncProperty(fc.array(history, { minLength: 1, maxLength: 3 }), async (histories) => {
        const all = histories.map((reports) => {
          tenant += 1
          return { tenant, months: lastOf(recordHistory(app, tenant, reports), (at) => dayOf(at).slice(0, 7)) }
        })
        const { points } = await app.ask('trend.get', { figure: 'recounted', sum: true, tenants: all.map((each) => each.tenant) })
        for (const point of points) {
          if (!('tenants' in point) || !('month' in point)) throw new Error('not a sum')
          const values = all.map((each) => ({ tenant: each.tenant, seen: each.months.get(point.month) }))
          const present = values.filter(({ seen }) => seen !== undefined && seen.users !== null)
          expect(point.value).toBe(present.length === 0 ? null : present.reduce((sum, { seen }) => sum + figureOf(seen!, 'recounted')!, 0))
          expect(point.tenants.with).toBe(present.length)
          expect(point.tenants.with + point.tenants.missing.length).toBe(point.tenants.expected)
        }
      }),
      { numRuns: 15 },
    )
  })
})
