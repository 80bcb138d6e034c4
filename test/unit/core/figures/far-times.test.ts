import { describe, expect, it } from 'vitest'
import { verify } from '../../../../src/main/core/history/verify.ts'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import { at, type Reporting, reporting, usageReport, user, usersReport } from '../../../support/reporting.ts'

const now = '2026-03-10T12:00:00Z'
const farTimes = ['0001-01-01T00:00:00Z', '2299-12-30T23:00:00Z']
const people = [user('ada', [])]

const months = async (app: Reporting) =>
  (await app.ask('months.list', {})).months.filter(({ tenants }) => tenants.with > 0).map(({ month }) => month)

/** Records the same response as an earlier version did, which trusted its time. */
function believe({ db }: Reporting, change: (sql: typeof db.sqlite) => void): void {
  db.sqlite.exec('insert into wipe_permit (id) values (1)')
  change(db.sqlite)
  db.sqlite.exec('delete from wipe_permit')
  // As when this version opens a history of an earlier one.
  writes['facts.rebuild'](db)
}

async function expectSaneDefaults(app: Reporting): Promise<void> {
  const list = await app.ask('months.list', {})
  expect(list.months.map(({ month }) => month)).toEqual(['2026-03', '2026-02'])
  expect((await app.ask('overview.get', {})).month).toBe('2026-03')
  const trend = await app.ask('trend.get', { figure: 'reported', grain: 'month', sum: true })
  expect(trend.points.map((point) => 'month' in point && point.month)).toEqual(['2026-02', '2026-03'])
  expect(verify(app.db)).toMatchObject({ damaged: [] })
}

describe('I: a report time far from our clock', () => {
  it.each(farTimes)('%s is replaced by our time, with a warning', async (reportGeneratedAt) => {
    const app = await reporting(now)
    app.record(usersReport('2026-02-20T12:00:00Z', people), at('2026-02-20T12:00:00Z'))
    const { warnings } = app.record({ ...usersReport(now, people), reportGeneratedAt }, at(now))
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'REPORT_TIME_FAR', data: { reportedAt: new Date(reportGeneratedAt).toISOString() } }),
    )
    expect(warnings.map(({ code }) => code)).not.toContain('CLOCK_DIFFERENCE')
    expect(app.db.sqlite.prepare('select reported_at from snapshot order by id desc').pluck().get()).toBe(Date.parse(now))
    await expectSaneDefaults(app)
  })

  it('recorded by an earlier version, counts in the month of our clock', async () => {
    const app = await reporting(now)
    app.record(usersReport('2026-02-20T12:00:00Z', people), at('2026-02-20T12:00:00Z'))
    for (const reportGeneratedAt of farTimes) {
      const text = new Date(reportGeneratedAt).toISOString()
      const { snapshotId } = app.record({ ...usersReport(now, people), reportGeneratedAt: text }, at(now))
      believe(app, (sql) =>
        sql.prepare('update snapshot set reported_at = ?, warnings = null where id = ?').run(Date.parse(text), snapshotId),
      )
    }
    await expectSaneDefaults(app)
    expect(await months(app)).toEqual(['2026-03', '2026-02'])
  })

  it('of totals without a requested day gives no day; an explicitly requested month-end may be years back', async () => {
    const app = await reporting(now)
    app.record(usersReport('2026-02-20T12:00:00Z', people), at('2026-02-20T12:00:00Z'))
    app.record(usersReport(now, people), at(now))
    const totals = usageReport('2299-12-30', [{ petraTenantId: 'T1', billableUsersThisMonth: 3 }])
    const { warnings, snapshotId } = app.record(totals, { dataset: 'petra.usage', ...at(now) })
    expect(warnings).toMatchObject([{ code: 'REPORT_TIME_FAR' }])
    expect(app.db.sqlite.prepare('select period_end from snapshot where id = ?').pluck().get(snapshotId)).toBe(null)
    const old = usageReport('2019-01-31', [{ petraTenantId: 'T1', billableUsersThisMonth: 3 }])
    expect(app.record(old, { dataset: 'petra.usage', params: { asOf: '2019-01-31' }, ...at(now) }).warnings).toEqual([])
    await expectSaneDefaults(app)
    believe(app, (sql) =>
      sql
        .prepare("update snapshot set reported_at = ?, period_start = '2299-12-30', period_end = '2299-12-30' where id = ?")
        .run(Date.parse('2299-12-30'), snapshotId),
    )
    await app.ask('trend.get', { figure: 'usage:units', grain: 'month', sum: true })
    await expectSaneDefaults(app)
  })

  it('of an impossible billing period is rejected; years back or slightly ahead is accepted', async () => {
    const app = await reporting(now)
    const of = (startDate: string, endDate: string) =>
      app.record({ startDate, endDate, usages: [] }, { dataset: 'genesys.billable-usage', ...at(now) })
    expect(() => of('0001-01-01', '0001-01-31')).toThrow(expect.objectContaining({ code: 'UNREADABLE_ANSWER' }))
    expect(() => of('2299-12-01', '2299-12-30')).toThrow(expect.objectContaining({ code: 'UNREADABLE_ANSWER' }))
    expect(of('2017-01-01', '2017-01-31').outcome).toBe('recorded')
    expect(of('2026-02-20', '2026-03-19').outcome).toBe('recorded')
    expect(of('2026-03-01', '2027-02-28').outcome).toBe('recorded')
  })
})
