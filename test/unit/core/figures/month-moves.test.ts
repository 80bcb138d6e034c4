/** The bridge of all tenants uses stored moves only between consecutive month-ends, and then equals the bridge from intervals, including people. */
import { expect, test } from 'vitest'
import { bridgeOf } from '../../../../src/main/core/figures/bridge/bridge.ts'
import { readMonthMoves } from '../../../../src/main/core/figures/bridge/month-moves.ts'
import { readFacts, readMonthFacts } from '../../../../src/main/core/figures/bridge/read-facts.ts'
import { monthSide } from '../../../../src/main/core/figures/bridge/side.ts'
import { inOneReading, type Reading } from '../../../../src/main/core/figures/reading.ts'
import { totalsReader } from '../../../../src/main/core/figures/tenant-totals.ts'
import { allTenants } from '../../../../src/main/core/figures/tenants.ts'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import { parseMonth } from '../../../../src/shared/domain/month.ts'
import { e3, exchange, fabric, phone, type Reporting, reporting, testCatalogue, user, usersReport } from '../../../support/reporting.ts'

const [january, february, march] = ['2026-01', '2026-02', '2026-03'].map(parseMonth)

/** One person leaves, one joins, one joins and leaves between two month-ends, and one's free SKU becomes a billed one. */
async function threeMonths(): Promise<Reporting> {
  const app = await reporting('2026-04-02T12:00:00Z')
  const record = (day: string, people: [id: string, skus: string[]][]) => {
    const at = `${day}T20:00:00Z`
    const users = people.map(([id, skus]) => user(id, skus))
    const units = people.filter(([, skus]) => skus.some((sku) => sku !== fabric && sku !== phone)).length
    app.record({ ...usersReport(at, users), projectedBillableUnitsThisMonth: units }, { observedAt: Date.parse(at) })
  }
  record('2026-01-31', [
    ['leaves', [e3]],
    ['stays', [e3, exchange]],
    ['changes', [fabric]],
    ['holds nothing', []],
  ])
  record('2026-02-10', [
    ['leaves', [e3]],
    ['stays', [e3, exchange]],
    ['changes', [fabric]],
    ['visits', [phone]],
  ])
  record('2026-02-28', [
    ['stays', [e3]],
    ['changes', [fabric, exchange]],
    ['comes', [exchange]],
    ['comes without', []],
  ])
  record('2026-03-31', [
    ['stays', [e3, exchange]],
    ['changes', [fabric]],
    ['comes', [exchange]],
    ['leaves', [e3]],
  ])
  return app
}

const read = <T>(app: Reporting, answer: (reading: Reading) => T): T =>
  inOneReading({ reader: app.db, clock: { now: () => app.clock.ms }, catalogue: () => testCatalogue }, answer)

const bridges = (app: Reporting, from = january!, to = february!) =>
  read(app, (reading) => {
    const tenants = allTenants(app.db).filter(({ kind }) => kind === 'petra')
    const totals = totalsReader(reading)
    const fromIntervals = tenants.map(
      (tenant) => readFacts(reading, totals, tenant, monthSide(reading, tenant, from), monthSide(reading, tenant, to)).facts,
    )
    return { stored: bridgeOf(readMonthFacts(reading, totals, tenants, from, to)), intervals: bridgeOf(fromIntervals) }
  })

/** Whether the moves between two months are stored. */
const areStored = (app: Reporting, from = january!, to = february!) =>
  read(app, (reading) => {
    const ends = reading.monthEnds(1, 'petra.billable-users')
    return readMonthMoves(reading, to)(ends.get(from)!, ends.get(to)!) !== null
  })

test('lists the people of each part', async () => {
  const { stored, intervals } = bridges(await threeMonths())
  const people = (measure: 'users' | 'units') =>
    Object.fromEntries(stored[measure].parts.map((part) => [part.reason, part.people?.map(({ id }) => id)]))
  expect(people('users')).toEqual({ added: ['comes', 'comes without'], removed: ['leaves', 'holds nothing'] })
  expect(people('units')).toEqual({ added: ['comes'], removed: ['leaves'], 'began-to-count': ['changes'] })
  expect(stored).toEqual(intervals)
})

test('applies the rules of each month', async () => {
  const app = await threeMonths()
  const excluded = { kind: 'excluded', object: '', value: '1', currency: null, at: app.clock.ms } as const
  writes['rule.add'](app.db, { ...excluded, subject: e3, fromMonth: february! })
  expect(bridges(app).stored.units.parts.map(({ reason }) => reason)).toContain('rule-changed')
  const { stored, intervals } = bridges(app)
  expect(stored).toEqual(intervals)
})

test('months that are not consecutive are read from intervals', async () => {
  const app = await threeMonths()
  expect(areStored(app, january!, february!)).toBe(true)
  expect(areStored(app, february!, march!)).toBe(true)
  expect(areStored(app, january!, march!)).toBe(false)
  const { stored, intervals } = bridges(app, january!, march!)
  expect(stored).toEqual(intervals)
})
