import { zstdDecompressSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verify } from '../../../src/main/core/history/verify.ts'
import { simulatedPetraKey } from '../../../src/main/demo/simulated-petra.ts'
import type { JsonObject } from '../../../src/shared/domain/json.ts'
import { autoClock } from '../../support/auto-clock.ts'
import { addPetra, type Collecting, everything, openCollecting } from '../../support/collecting.ts'
import { plainPetraWorld } from '../../support/plain-petra.ts'
import { type PetraFault, type SimulatedPetra, simulatePetra } from '../../support/simulated-petra.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const start = Date.parse('2026-11-22T10:00:00Z')

async function collecting(tenants: number, { key = simulatedPetraKey } = {}) {
  const clock = autoClock(start)
  onTestFinished(() => clock.stop())
  const petra = await simulatePetra({ clock, world: plainPetraWorld(tenants), requestsPerMinute: 6000 })
  onTestFinished(() => petra.close())
  const host = await openCollecting({ dataDir: tempFolder(), clock, fetch: clock.fetch, readSecret: async () => key, pollMs: 600_000 })
  onTestFinished(() => host.close())
  await addPetra(host.writer, { origin: petra.origin, tenants, at: start, requestsPerMinute: 6000 })
  clock.play()
  const collect = async () => {
    const runs = await host.collector.collect(everything, { signal: new AbortController().signal, onProgress: () => {} })
    return runs.filter((run) => run.dataset === 'petra.billable-users').sort((a, b) => (a.tenant ?? 0) - (b.tenant ?? 0))
  }
  return { clock, petra, host, collect }
}

const all = (host: Collecting, sql: string) => host.reader.sqlite.prepare(sql).all() as Record<string, unknown>[]
const snapshots = (host: Collecting) =>
  all(
    host,
    "select snapshot.* from snapshot join series on series.id = series_id where dataset = 'petra.billable-users' order by tenant_id, snapshot.id",
  )

/** One fault per tenant: `t1` has the first. */
function spoil(petra: SimulatedPetra, faults: PetraFault[]): void {
  for (const [index, fault] of faults.entries()) petra.fault({ path: '/v1/billable-users', tenantId: `t${index + 1}`, ...fault })
}

describe('a bad answer', () => {
  const bad: [what: string, code: string, keeps: RegExp | null, fault: PetraFault][] = [
    ['a web page', 'NOT_JSON', /^<!doctype/, { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' }],
    ['broken JSON', 'NOT_JSON', /^\{"users"/, { body: '{"users": nobody}' }],
    ['half of the JSON', 'ANSWER_INCOMPLETE', /^\{"users"/, { body: '{"users": [{"id": "a"' }],
    ['nothing', 'NOT_JSON', null, { body: '' }],
    ['more than 128 MB', 'ANSWER_TOO_LARGE', null, { wire: { kind: 'endless', bytes: 200_000_000, gzip: true } }],
    ['a redirect', 'REDIRECTED', null, { status: 302, headers: { location: 'https://login.example.com/' } }],
    ['another tenant', 'TENANT_MISMATCH', /other/, { edit: (payload) => ({ ...payload, tenantId: 'other' }) }],
    ['neither users nor a total', 'UNREADABLE_ANSWER', /^\{\}$/, { edit: () => ({}) }],
    ['users that are no list', 'UNREADABLE_ANSWER', /many/, { edit: (payload) => ({ ...payload, users: 'many' }) }],
    ['a list instead of an object', 'UNREADABLE_ANSWER', /^\[\]$/, { body: '[]' }],
    ['nesting without end', 'TOO_DEEP', /^\{"a"/, { body: `${'{"a":'.repeat(100)}1${'}'.repeat(100)}` }],
    ['a fault of Petra’s own', 'VENDOR_ERROR', null, { status: 500 }],
    ['a tenant of somebody else', 'VENDOR_FORBIDDEN', null, { status: 403 }],
  ]

  it('is not recorded; its bytes are stored with the run and the reason, and the other tenants are collected', async () => {
    const { petra, host, collect } = await collecting(bad.length + 1)
    spoil(
      petra,
      bad.map(([, , , fault]) => fault),
    )
    const runs = await collect()
    expect(runs.map((run, index) => [bad[index]?.[0], run.outcome, run.error?.code])).toEqual([
      ...bad.map(([what, code]) => [what, 'failed', code]),
      [undefined, 'recorded', undefined],
    ])
    expect(snapshots(host)).toHaveLength(1)
    const kept = new Map(
      all(host, 'select tenant_id, bytes from run_payload join run on run.id = run_id').map(({ tenant_id, bytes }) => [
        tenant_id,
        zstdDecompressSync(bytes as Buffer).toString(),
      ]),
    )
    for (const [index, [what, , keeps]] of bad.entries()) {
      if (keeps !== null) expect(kept.get(index + 1), what).toMatch(keeps)
    }
    expect(JSON.stringify(all(host, 'select error_message, error_data from run'))).not.toContain(simulatedPetraKey)
  })

  it('is followed by a normal recording once the vendor answers correctly', async () => {
    const { clock, petra, host, collect } = await collecting(2)
    const takeBack = petra.fault({ path: '/v1/billable-users', edit: (payload) => ({ ...payload, tenantId: 'other' }) })
    expect((await collect()).map((run) => run.error?.code)).toEqual(['TENANT_MISMATCH', 'TENANT_MISMATCH'])
    takeBack()
    await clock.sleep(1_000)
    expect((await collect()).map((run) => [run.outcome, run.error])).toEqual([
      ['recorded', null],
      ['recorded', null],
    ])
    expect(verify(host.reader)).toMatchObject({ damaged: [] })
  })
})

describe('a wrong key', () => {
  it('stops the connection after one request, with an error that gives the next step', async () => {
    const { petra, host, collect } = await collecting(20, { key: 'petra_wrong' })
    await collect()
    expect(petra.requests.filter((request) => request.path === '/v1/billable-users').length).toBeLessThanOrEqual(1)
    const [connection] = all(host, 'select state, state_code, state_message from connection')
    expect(connection).toMatchObject({ state: 'needs-credential', state_code: 'UNAUTHORIZED' })
    expect(connection?.state_message).toContain('seatledger credential')
    expect(snapshots(host)).toEqual([])
  })
})

describe('an odd answer', () => {
  const guid = 'ABCDEF01-2345-6789-ABCD-EF0123456789'
  const first = (payload: JsonObject): JsonObject => ((payload.users as JsonObject[])[0] ?? {}) as JsonObject
  const odd: [what: string, warnings: string[], fault: PetraFault][] = [
    ['a total without a list', ['TOTALS_ONLY'], { edit: ({ users: _, ...payload }) => payload }],
    ['an empty list', ['LIST_DIFFERS'], { edit: (payload) => ({ ...payload, users: [] }) }],
    ['a wrong content type', [], { headers: { 'content-type': 'text/plain' } }],
    [
      'a person twice',
      ['LIST_DIFFERS', 'DUPLICATE_ID'],
      { edit: (payload) => ({ ...payload, users: [...(payload.users as JsonObject[]), first(payload)] }) },
    ],
    [
      'someone without an id',
      ['WITHOUT_ID'],
      { edit: (payload) => ({ ...payload, totalBillableUsers: 1, users: [{ displayName: 'x' }] }) },
    ],
    ['no report time', ['REPORT_TIME_MISSING'], { edit: ({ reportGeneratedAt: _, ...payload }) => payload }],
    [
      'ids in upper case',
      [],
      {
        edit: (payload) => ({
          ...payload,
          totalBillableUsers: 1,
          users: [{ id: guid, assignedLicenseSkuIds: [guid, guid.toLowerCase()] }],
        }),
      },
    ],
    [
      'values that parsing cannot represent',
      ['TENANT_NOT_NAMED', 'NOT_CANONICAL', 'REPORT_TIME_MISSING'],
      { body: '{"totalBillableUsers":0,"users":[],"n":1e400,"m":12345678901234567890,"k":1,"k":2,"s":"\\ud800"}' },
    ],
  ]

  it('is recorded with a warning, can be rebuilt and passes verification', async () => {
    const { petra, host, collect } = await collecting(odd.length)
    spoil(
      petra,
      odd.map(([, , fault]) => fault),
    )
    expect((await collect()).map((run, index) => [odd[index]?.[0], run.outcome])).toEqual(odd.map(([what]) => [what, 'recorded']))
    const rows = snapshots(host)
    expect(
      rows.map((row, index) => [odd[index]?.[0], JSON.parse(String(row.warnings ?? '[]')).map((each: { code: string }) => each.code)]),
    ).toEqual(odd.map(([what, warnings]) => [what, warnings]))
    expect(rows[0]).toMatchObject({ has_list: 0, reported: 2, listed: null, holders: null })
    expect(rows[1]).toMatchObject({ has_list: 1, reported: 2, listed: 0, holders: 0 })
    expect(rows[3]).toMatchObject({ listed: 3, holders: 2, duplicates: 1 })
    expect(verify(host.reader)).toMatchObject({
      snapshots: odd.length + 1,
      damaged: [],
    })
  })
})
