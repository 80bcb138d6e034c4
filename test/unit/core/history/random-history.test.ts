import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalText } from '../../../../src/main/core/evidence/canonical.ts'
import { rebuild } from '../../../../src/main/core/evidence/read-payload.ts'
import { verify } from '../../../../src/main/core/history/verify.ts'
import { dayMs } from '../../../../src/shared/domain/duration.ts'
import type { Json, JsonObject } from '../../../../src/shared/domain/json.ts'
import { firstDay, type TestHistory, testHistory } from '../../../support/history.ts'

/** A placeholder in generated values for a number token that JavaScript cannot write. */
const raw = (token: string) => `\u0001${token}`
const rawToken = /"\\u0001([^"]*)"/g
const toText = (value: unknown) => JSON.stringify(value).replaceAll(rawToken, '$1')

const guid = 'c0ffee00-1BB5-47DD-8120-11324BC54E06'
const ids = fc.constantFrom('ada', 'bob', 'Bob', '', guid, guid.toLowerCase(), '\ud800', '\udfff', '__proto__', 'zoë', '1')
const skus = fc.constantFrom('sku-a', 'sku-b', guid, guid.toUpperCase(), '', '\ud800')
const nasty: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  fc.constantFrom('1e400', '-1e400', '12345678901234567890', '0.10000000000000000555', '-0', '1E-400', '1.50').map(raw),
  fc.constantFrom('\ud83d', '\u0000', '\u2028', '<b>', '😀'),
)
const optional = (value: fc.Arbitrary<unknown>) => fc.option(value, { nil: undefined, freq: 3 })

const user = fc
  .record({
    id: fc.oneof({ weight: 9, arbitrary: ids }, fc.constantFrom(undefined, null)),
    displayName: optional(fc.constantFrom('Ada', 'Bob', null, '\ud800')),
    accountEnabled: optional(fc.constantFrom(true, false, null)),
    assignedLicenseSkuIds: optional(fc.array(skus, { maxLength: 4 })),
    unknown: optional(nasty),
    __proto__: optional(fc.constant('own member')),
  })
  .map((members) => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)))

const report = fc.record({
  users: fc.oneof({ weight: 6, arbitrary: fc.array(user, { maxLength: 6 }) }, fc.constant(undefined)),
  totalBillableUsers: fc.constantFrom(0, 2, 3),
  projectedBillableUnitsThisMonth: fc.constantFrom(undefined, 2),
  reportGeneratedAt: fc.constantFrom(undefined, 'iso', '2026-01-06', 'no time', null),
  tenantDisplayName: fc.constantFrom('Acme', 'Acme Ltd', undefined),
  unknown: optional(nasty),
})

const petraText = (sent: Record<string, unknown>, n: number) => {
  const reportGeneratedAt = sent.reportGeneratedAt === 'iso' ? new Date(firstDay + n * dayMs).toISOString() : sent.reportGeneratedAt
  return toText({ tenantId: 'T1', ...sent, reportGeneratedAt })
}

const resource = fc.record({
  name: fc.constantFrom('ada@x', 'bob@x', 'desk'),
  date: fc.constantFrom(undefined, '2026-07-21T06:02:11.000Z'),
  unknown: optional(nasty),
})
const ownCharge = fc.record({
  name: fc.constantFrom('CX 1', 'CX 2', 'Storage'),
  totalUsage: fc.constantFrom('3', '0.0', '222.34'),
  resources: fc.oneof({ weight: 5, arbitrary: fc.array(resource, { maxLength: 5 }) }, fc.constant(undefined)),
  unknown: optional(nasty),
})
const ownReport = fc.array(ownCharge, { maxLength: 4 })
const ownText = (usages: unknown[], n: number) =>
  toText({
    id: `report-${n}`,
    startDate: '2026-07-21T00:00:00.000Z',
    endDate: '2026-08-20T23:59:59.999Z',
    status: 'Complete',
    usages,
    selfUri: '/x',
  })

const overviewCharge = fc.record({
  name: fc.constantFrom('CX 1', 'CX 2'),
  partNumber: fc.constantFrom('P-1', 'P-2'),
  grouping: fc.constantFrom('user-license', 'fair-use'),
  unitOfMeasureType: fc.constantFrom('seat', undefined),
  usageQuantity: fc.constantFrom('92', '0', '', '3127.482'),
  prepayQuantity: fc.constantFrom('85', undefined),
  unknown: optional(nasty),
})
const overviewText = (usages: unknown[], n: number) =>
  toText({
    organization: { id: 'T3', name: 'Customer' },
    currency: 'EUR',
    enabledProducts: ['a'],
    subscriptionType: n > 3 ? 'PREPAY' : 'MONTHLY',
    billingPeriodStartDate: n % 2 === 0 ? '2026-07-21T00:00:00Z' : '2026-08-21T00:00:00Z',
    billingPeriodEndDate: n % 2 === 0 ? '2026-08-20T23:59:59Z' : '2026-09-20T23:59:59Z',
    usages,
  })

test('every snapshot of a random history is rebuilt as received, and verified', { timeout: 60_000 }, async () => {
  const history = await testHistory()
  fc.assert(
    undoing(history, fc.array(report, { minLength: 1, maxLength: 7 }), (reports) => {
      const texts = reports.map((sent, n) => petraText(sent, n))
      const snapshots = texts.map((text, n) => history.record(text, { observedAt: firstDay + n * dayMs }).snapshotId)
      for (const [n, id] of snapshots.entries()) {
        expect(rebuild(history.db, id)).toEqual(sorted(JSON.parse(texts[n]!) as JsonObject, 'users', 'assignedLicenseSkuIds'))
      }
      expect(verify(history.db)).toEqual({ snapshots: snapshots.length, verified: snapshots.length, damaged: [] })
      expect(holdings(history.db)).toEqual(expectedHoldings(texts))
    }),
    { numRuns: 200 },
  )
})

test('the same for charges with nested resources and charges with changing periods', { timeout: 60_000 }, async () => {
  const history = await testHistory()
  const reports = fc.tuple(
    fc.array(ownReport, { minLength: 1, maxLength: 5 }),
    fc.array(fc.array(overviewCharge, { maxLength: 5 }), { maxLength: 6 }),
  )
  fc.assert(
    undoing(history, reports, ([own, overviews]) => {
      const sent: { text: string; id: number; nested: string | null }[] = []
      for (const [n, usages] of own.entries()) {
        const text = ownText(usages, n)
        sent.push({ text, nested: 'resources', id: history.record(text, { dataset: 'genesys.billable-usage' }).snapshotId })
      }
      for (const [n, usages] of overviews.entries()) {
        const text = overviewText(usages, n)
        sent.push({ text, nested: null, id: history.record(text, { dataset: 'genesys.trustee-overview' }).snapshotId })
      }
      for (const { text, id, nested } of sent)
        expect(rebuild(history.db, id)).toEqual(sorted(JSON.parse(text) as JsonObject, 'usages', nested))
      expect(verify(history.db)).toEqual({ snapshots: sent.length, verified: sent.length, damaged: [] })
    }),
    { numRuns: 100 },
  )
})

test('the canonical text follows RFC 8785 for every value that it covers', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const known = value as Json
      expect(canonicalText(known)).toBe(canonicalize(known))
    }),
    { numRuns: 500 },
  )
})

/** A property whose recordings are rolled back after each run: opening a new history would take longer than the rest. */
function undoing<T>({ db: { sqlite } }: TestHistory, values: fc.Arbitrary<T>, holds: (value: T) => void) {
  return fc.property(values, (value) => {
    sqlite.exec('BEGIN')
    try {
      holds(value)
    } finally {
      sqlite.exec('ROLLBACK')
    }
  })
}

/** The expected rebuilt value: sorted lists, and a negative zero without its sign. */
function sorted(payload: JsonObject, listField: string, inner: string | null): JsonObject {
  const bySpelling = (list: Json[]) => list.toSorted((a, b) => (canonicalText(a) < canonicalText(b) ? -1 : 1))
  const plain = withoutNegativeZeros(payload) as JsonObject
  const list = plain[listField]
  if (!Array.isArray(list)) return plain
  const entries = list.map((entry) => {
    const items = inner === null ? undefined : (entry as JsonObject)[inner]
    return inner !== null && Array.isArray(items) ? { ...(entry as JsonObject), [inner]: bySpelling(items) } : entry
  })
  return { ...plain, [listField]: bySpelling(entries) }
}

function withoutNegativeZeros(value: Json): Json {
  if (value === 0) return 0
  if (Array.isArray(value)) return value.map(withoutNegativeZeros)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutNegativeZeros(member)]))
}

/** Who held what at each snapshot, from the assignments. */
function holdings({ sqlite }: TestHistory['db']): string[][] {
  const numbers = sqlite.prepare<[], number>('SELECT number FROM snapshot WHERE has_list = 1 ORDER BY number').pluck().all()
  const at = sqlite
    .prepare<{ n: number }, string>(
      `SELECT h.value || ' ' || k.value FROM assignment a JOIN vendor_id h ON h.id = a.holder_id JOIN vendor_id k ON k.id = a.sku_id
       WHERE from_number <= @n AND (to_number IS NULL OR to_number > @n) ORDER BY 1`,
    )
    .pluck()
  return numbers.map((n) => at.all({ n }).sort())
}

/** The same, from the payloads. */
function expectedHoldings(texts: string[]): string[][] {
  const normal = (id: string) => {
    const spelled = /^[0-9a-f-]{36}$/i.test(id) ? id.toLowerCase() : id
    return spelled.isWellFormed() ? spelled : `\u{FFFD}${JSON.stringify(spelled)}`
  }
  return texts.flatMap((text) => {
    const { users } = JSON.parse(text) as { users?: { id?: string | null; assignedLicenseSkuIds?: string[] }[] }
    if (users === undefined) return []
    const held = users.flatMap(({ id, assignedLicenseSkuIds = [] }) =>
      id ? assignedLicenseSkuIds.filter((sku) => sku !== '').map((sku) => `${normal(id)} ${normal(sku)}`) : [],
    )
    return [[...new Set(held)].sort()]
  })
}
