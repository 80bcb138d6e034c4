import { describe, expect, it } from 'vitest'
import { rebuildText } from '../../src/main/core/evidence/read-payload.ts'
import { verify } from '../../src/main/core/history/verify.ts'
import { type PeriodReading, periodState } from '../../src/shared/domain/billing-period.ts'
import { plainCustomer, plainWorld } from '../support/genesys.ts'
import { genesysHost } from '../support/genesys-host.ts'

const at = '2026-11-22T08:00:00Z'
const hourMs = 3_600_000
const customers = (count: number) => Array.from({ length: count }, (_, index) => plainCustomer(index + 1))
const id = (number: number) => plainCustomer(number).id
const outcomes = (runs: { outcome: string | null; error: { code: string } | null }[]) =>
  Object.fromEntries([...Map.groupBy(runs, (run) => run.error?.code ?? run.outcome ?? 'open')].map(([name, all]) => [name, all.length]))
/** The runs of the organisation's own report. The other reports are refused here and tested elsewhere. */
const usageOf = <T extends { dataset: string }>(runs: T[]) => runs.filter(({ dataset }) => dataset === 'genesys.billable-usage')
type Host = Awaited<ReturnType<typeof genesysHost>>
const rows = (genesys: Host, sql: string) => genesys.host.reader.sqlite.prepare(sql).raw().all() as unknown[][]

/** Every snapshot can be rebuilt and equals what was sent. */
function proved(genesys: Host): number {
  const { snapshots, verified, damaged } = verify(genesys.host.reader)
  expect({ verified, damaged }).toEqual({ verified: snapshots, damaged: [] })
  return snapshots
}

describe('collecting the customers of a partner', () => {
  it('reads sixty customers over three pages once each, and keeps their numbers exactly', async () => {
    const genesys = await genesysHost({ at, world: plainWorld(customers(60)) })
    expect(outcomes(await genesys.collect())).toEqual({ recorded: 60 })
    expect([...genesys.asked().values()]).toEqual(Array(60).fill(1))
    expect(genesys.vendor.requests.filter(({ path }) => path.endsWith('/trustors'))).toHaveLength(3)
    expect(genesys.vendor.requests.filter(({ path }) => path === '/oauth/token')).toHaveLength(1)
    expect(proved(genesys)).toBe(60)
    expect(rebuildText(genesys.host.reader, 1)).toContain('"12345678901234567890.123456789"')
  })

  it('continues with a new token when the old one expires', async () => {
    const genesys = await genesysHost({ at, world: plainWorld(customers(12)) })
    const { vendor } = genesys
    vendor.fault({
      path: '/api/v2/billing',
      after: 5,
      times: 1,
      edit: (payload) => {
        vendor.revokeTokens()
        return payload
      },
    })
    expect(outcomes(await genesys.collect())).toEqual({ recorded: 12 })
    expect(genesys.vendor.requests.filter(({ path }) => path === '/oauth/token')).toHaveLength(2)
    expect(proved(genesys)).toBe(12)
  })

  it('lists a disabled customer and does not collect it', async () => {
    const disabled = plainCustomer(3, { enabled: () => false })
    const genesys = await genesysHost({ at, world: plainWorld([...customers(2), disabled]) })
    await genesys.collect()
    expect([...genesys.asked().keys()]).toEqual([id(1), id(2)])
    expect(rows(genesys, `select external_id, vendor_paused from tenant where vendor_paused = 1`)).toEqual([[disabled.id, 1]])
  })

  it('gives the next step for each customer that refuses or has no period, skips it, and collects the others', async () => {
    const genesys = await genesysHost({ at, world: plainWorld(customers(4)) })
    genesys.vendor.state.refusing.add(id(2))
    genesys.vendor.state.withoutPeriods.add(id(3))
    const runs = await genesys.collect()
    expect(outcomes(runs)).toEqual({ recorded: 2, VENDOR_FORBIDDEN: 1, VENDOR_NOT_FOUND: 1 })
    const errorData = rows(genesys, 'select error_data from run where error_code is not null').map(([text]) => JSON.parse(String(text)))
    for (const data of errorData)
      expect(data).toMatchObject({ correlationId: expect.stringMatching(/^[\w-]{36}$/), status: expect.any(Number) })
    expect(proved(genesys)).toBe(2)
    genesys.host.collector.start()
    await genesys.clock.playUntil(Date.parse(at) + 24 * hourMs)
    expect(Object.fromEntries(genesys.asked())).toEqual({ [id(1)]: 2, [id(2)]: 1, [id(3)]: 1, [id(4)]: 2 })
  })

  it('waits for two hours of Retry-After without losing data', async () => {
    const genesys = await genesysHost({ at, world: plainWorld(customers(3)) })
    genesys.vendor.fault({ path: '/api/v2/billing', after: 1, times: 1, refusal: 'tooMany', headers: { 'retry-after': '7200' } })
    expect(outcomes(await genesys.collect())).toEqual({ recorded: 3 })
    expect(rows(genesys, 'select error_code, snapshot_id from run where error_code is not null')).toEqual([['RATE_LIMITED', null]])
    const times = genesys.vendor.requests.filter(({ path }) => path.includes('/billing/')).map((request) => request.at)
    expect(times).toHaveLength(4)
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(2 * hourMs)
    expect(proved(genesys)).toBe(3)
  })

  it('keeps a response without period dates with its run and does not record it', async () => {
    const genesys = await genesysHost({ at, world: plainWorld(customers(1)) })
    genesys.vendor.fault({ path: '/api/v2/billing', edit: ({ billingPeriodStartDate: _, ...payload }) => payload })
    expect(outcomes(await genesys.collect())).toEqual({ UNREADABLE_ANSWER: 1 })
    expect(rows(genesys, 'select count(*) from run_payload')).toEqual([[1]])
    expect(proved(genesys)).toBe(0)
  })

  it('reads earlier periods until the vendor has no more', async () => {
    const genesys = await genesysHost({ at, world: plainWorld(customers(2)) })
    await genesys.collect()
    const runs = await genesys.collect({ kind: 'backfill', connectionId: 1, periods: null })
    expect(outcomes(runs)).toEqual({ recorded: 6, NO_MORE_PERIODS: 2 })
    const periods = ['2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01'].map((start) => [start, 2])
    expect(rows(genesys, 'select period_start, count(*) from snapshot group by 1 order by 1')).toEqual(periods)
    expect(proved(genesys)).toBe(8)
  })

  it('assigns each response to its own period while the index shifts, and reads a closed period until it is final', async () => {
    const genesys = await genesysHost({ at: '2026-11-29T08:00:00Z', world: plainWorld(customers(1)) })
    genesys.host.collector.start()
    await genesys.clock.playUntil(Date.parse('2026-12-14T08:00:00Z'))
    const day = (ms: unknown) => new Date(Number(ms)).toISOString().slice(0, 10)
    const readings = rows(genesys, 'select period_start, observed_at, period_end, unchanged from snapshot order by id')
    const december = readings.filter(([start]) => start === '2026-12-01').map(([, observedAt]) => day(observedAt))
    expect(december[0]).toBe('2026-12-03')
    const november = readings
      .filter(([start]) => start === '2026-11-01')
      .map(
        ([, observedAt, periodEnd, unchanged]): PeriodReading => ({
          observedAt: Number(observedAt),
          periodEnd: String(periodEnd),
          unchanged: unchanged === 1,
        }),
      )
    // The vendor rotates on the third: until then index 0 is still November.
    expect(new Set(november.map((reading) => day(reading.observedAt)).slice(0, 5))).toEqual(
      new Set(['2026-11-29', '2026-11-30', '2026-12-01', '2026-12-02']),
    )
    expect(periodState(november, genesys.clock.now())).toBe('final')
    expect(november.length).toBeLessThanOrEqual(7)
    proved(genesys)
  })
})

describe('collecting the own organisation', () => {
  const own = { at, world: plainWorld([]), customers: false, ownOrg: true }

  it('reads its current and earlier cycles', async () => {
    const genesys = await genesysHost(own)
    expect(outcomes(usageOf(await genesys.collect()))).toEqual({ recorded: 1 })
    expect(outcomes(usageOf(await genesys.collect({ kind: 'backfill', connectionId: 1, periods: 2 })))).toEqual({ recorded: 2 })
    expect(rows(genesys, 'select period_start, period_end from snapshot order by 1')).toEqual([
      ['2026-09-21', '2026-10-20'],
      ['2026-10-21', '2026-11-20'],
      ['2026-11-21', '2026-12-20'],
    ])
    expect(proved(genesys)).toBe(3)
  })

  it('uses a new cycle day for new cycles; snapshots keep their cycle, and a cycle that has begun is read to its end', async () => {
    const genesys = await genesysHost(own)
    await genesys.collect()
    const [row] = rows(genesys, 'select config from connection')
    await genesys.host.writer.call('connection.config', { id: 1, config: JSON.stringify({ ...JSON.parse(String(row![0])), cycleDay: 1 }) })
    await genesys.collect()
    const periods = () => rows(genesys, 'select distinct period_start, period_end from snapshot order by 1')
    expect(periods()).toEqual([
      ['2026-11-01', '2026-11-30'],
      ['2026-11-21', '2026-12-20'],
    ])
    genesys.host.collector.start()
    await genesys.clock.playUntil(Date.parse('2026-12-30T08:00:00Z'))
    expect(periods()).toEqual([
      ['2026-11-01', '2026-11-30'],
      ['2026-11-21', '2026-12-20'],
      ['2026-12-01', '2026-12-31'],
    ])
    // Every third day by its own dates until it is final, not by the new cycle and not daily.
    const readings = rows(genesys, "select observed_at, unchanged from snapshot where period_end = '2026-12-20' order by id").map(
      ([observedAt, unchanged]): PeriodReading => ({ observedAt: Number(observedAt), periodEnd: '2026-12-20', unchanged: unchanged === 1 }),
    )
    expect(periodState(readings, genesys.clock.now())).toBe('final')
    expect(readings.length).toBeLessThanOrEqual(4)
    proved(genesys)
  })

  it('reports that a report is not ready, and continues with the same dates after a restart', async () => {
    const genesys = await genesysHost(own)
    genesys.vendor.state.preparations = Number.POSITIVE_INFINITY
    genesys.vendor.state.refusesFutureEnd = true
    expect(outcomes(usageOf(await genesys.collect()))).toEqual({ REPORT_NOT_READY: 1 })
    expect(proved(genesys)).toBe(0)
    genesys.vendor.state.preparations = 0
    await genesys.restart()
    expect(outcomes(usageOf(await genesys.collect()))).toEqual({ recorded: 1 })
    const spans = genesys.vendor.requests
      .filter(({ path, status }) => path.endsWith('billableusage') && status === 200)
      .map(({ query }) => query.endDate)
    expect(new Set(spans)).toEqual(new Set(['2026-11-21T23:59:59.999Z']))
    expect(proved(genesys)).toBe(1)
    // A report up to yesterday belongs to the current cycle, not to the month of yesterday.
    expect(rows(genesys, 'select period_start, period_end from snapshot')).toEqual([['2026-11-21', '2026-12-20']])
  })
})
