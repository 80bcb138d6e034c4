/** Sends mutated vendors' responses to the recorder. Each must be recorded as sent or refused with a known code, within a time limit. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../src/main/core/base/errors.ts'
import { rebuildText } from '../../src/main/core/evidence/read-payload.ts'
import { recordAnswer } from '../../src/main/core/history/record.ts'
import { verify } from '../../src/main/core/history/verify.ts'
import { openHistory } from '../../src/main/core/maintenance/open.ts'
import { verifyFacts } from '../../src/main/core/state/month-facts/verify-facts.ts'
import { datasetById } from '../../src/main/core/vendors/providers.ts'
import { dayMs } from '../../src/shared/domain/duration.ts'
import type { DatasetId } from '../../src/shared/domain/vendors.ts'
import { makePeople, reportOf } from '../support/changing-people.ts'
import { addTestConnections } from '../support/test-connections.ts'
import type { Tally } from './kills.ts'
import { firstReportMs } from './payloads.ts'

/** Codes of `snapshot.record` for a response that it refuses. */
const refusals = new Set(['NOT_JSON', 'ANSWER_INCOMPLETE', 'TOO_DEEP', 'UNREADABLE_ANSWER', 'TENANT_MISMATCH'])

/** A response of a few hundred kB that takes longer counts as a hang. Far more than a loaded machine needs. */
const hangMs = 20_000

const answersPerHistory = 500

const sound: { dataset: DatasetId; tenantId: number | null; connectionId: number; payload(reportedAt: string): object }[] = [
  {
    dataset: 'petra.billable-users',
    tenantId: 1,
    connectionId: 1,
    payload: (at) => ({ ...reportOf(makePeople(6), Date.parse(at)), tenantId: 'T1' }),
  },
  {
    dataset: 'petra.usage',
    tenantId: null,
    connectionId: 1,
    payload: (asOf) => ({ asOf, tenants: [{ petraTenantId: 'T1', billableUsers: 6, units: '6.0' }] }),
  },
  {
    dataset: 'genesys.billable-usage',
    tenantId: 2,
    connectionId: 2,
    payload: (at) => ({
      startDate: at,
      endDate: new Date(Date.parse(at) + 30 * dayMs).toISOString(),
      status: 'Complete',
      usages: [{ name: 'Genesys Cloud CX 2', totalUsage: '1.50', resources: [{ name: 'anna@partner.example', date: at }] }],
    }),
  },
  {
    dataset: 'genesys.trustee-overview',
    tenantId: 3,
    connectionId: 2,
    payload: (at) => ({
      organization: { id: 'T3' },
      currency: 'EUR',
      billingPeriodStartDate: at,
      billingPeriodEndDate: new Date(Date.parse(at) + 30 * dayMs).toISOString(),
      usages: [
        {
          name: 'Storage',
          partNumber: 'GC-1',
          grouping: 'storage',
          unitOfMeasureType: 'gigabyte',
          usageQuantity: '1.5',
          prepayQuantity: '',
        },
      ],
    }),
  },
]

/** Records about `count` hostile responses of four datasets in random order, mixed with valid ones; stops early at `deadline` (ms). */
export async function sendHostile(options: { count: number; random: () => number; deadline?: number }): Promise<Tally> {
  const { count, random, deadline = Number.POSITIVE_INFINITY } = options
  const tally: Tally = { kind: 'hostile answers', tried: 0, survived: 0, met: '', lost: [] }
  let refused = 0
  while (tally.tried < count && Date.now() < deadline) {
    const folder = mkdtempSync(join(tmpdir(), 'seatledger-hostile-'))
    try {
      refused += await oneHistory(folder, tally, Math.min(answersPerHistory, count - tally.tried), random)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  tally.met = `${tally.tried - refused} recorded, ${refused} refused`
  return tally
}

/** Returns how many were refused. */
async function oneHistory(folder: string, tally: Tally, count: number, random: () => number): Promise<number> {
  let refused = 0
  const before = new Map<DatasetId, Uint8Array>()
  const { db, close } = await openHistory(folder, firstReportMs)
  addTestConnections(db)
  // Crashes of the machine are not tested here, and waiting for the disk would only take time.
  db.sqlite.pragma('synchronous = OFF')
  for (let sent = 0; sent < count; sent += 1) {
    // Sequences are hostile too: reports from the past and the future, the same bytes again, datasets in any order.
    const { dataset, tenantId, connectionId, payload } = sound[Math.floor(random() * sound.length)]!
    const at = firstReportMs + (sent + pick(jumps, random)) * 3_600_000
    const answer = payload(new Date(at).toISOString())
    const fresh = random() < 0.1 ? encode(JSON.stringify(answer)) : mutated(answer, random)
    const bytes = random() < 0.05 ? (before.get(dataset) ?? fresh) : fresh
    before.set(dataset, bytes)
    const wrong = tryAnswer(bytes, at)
    tally.tried += 1
    if (wrong === null) tally.survived += 1
    else tally.lost.push(`${dataset}: ${wrong}: ${new TextDecoder().decode(bytes.slice(0, 300))}`)

    function tryAnswer(bytes: Uint8Array, observedAt: number): string | null {
      const started = performance.now()
      try {
        const asked = { externalId: tenantId === null ? null : `T${tenantId}`, microsoftTenantId: null }
        const input = { runId: null, connectionId, tenantId, dataset, asked, observedAt, bytes }
        const { snapshotId } = recordAnswer(db, input, datasetById(dataset))
        JSON.parse(rebuildText(db, snapshotId))
      } catch (error) {
        if (!(error instanceof AppError) || !refusals.has(error.code)) return `${error}`
        refused += 1
      }
      return performance.now() - started > hangMs ? 'took too long' : null
    }
  }
  const { damaged } = verify(db)
  if (damaged.length > 0) tally.lost.push(`verify: ${damaged.length} snapshots are damaged`)
  if (verifyFacts(db).wrong.length > 0) tally.lost.push('verify: month facts differ from the evidence')
  close()
  return refused
}

/** By how many hours a report is out of order. */
const jumps = [0, 0, 0, 0, 0, 0, -1, -50, -800, 700, 9_000] as const

const pick = <T>(of: readonly T[], random: () => number): T => of[Math.floor(random() * of.length)]!

const encode = (text: string) => new TextEncoder().encode(text)

/** One to four changes to the value, and sometimes one to the bytes. */
function mutated(answer: object, random: () => number): Uint8Array {
  const copy = { root: structuredClone(answer) as unknown }
  for (let change = 0; change <= random() * 4; change += 1) {
    const places = placesIn(copy)
    const { holder, key } = pick(places, random)
    const kind = random()
    if (kind < 0.25 && holder !== copy) delete (holder as Record<string, unknown>)[key]
    else if (kind < 0.35) (holder as Record<string, unknown>)[key] = structuredClone(pick(places, random).holder)
    else (holder as Record<string, unknown>)[key] = structuredClone(pick(nasty, random))
  }
  const text = JSON.stringify(copy.root) ?? ''
  const bytes = encode(pick(raws, random).reduce((all, [from, to]) => all.replace(from, to), text))
  if (random() < 0.8) return bytes
  const at = Math.floor(random() * bytes.length)
  if (random() < 0.4) return bytes.slice(0, at)
  const spoilt = bytes.slice()
  spoilt[at] = Math.floor(random() * 256)
  return spoilt
}

const nasty: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  0.1,
  2 ** 53 + 2,
  '',
  ' ',
  'x'.repeat(70_000),
  '\u0000',
  '\ud800',
  '\u202e',
  '=1+1',
  "'; DROP TABLE snapshot; --",
  '1e999',
  'NaN',
  '-0',
  '9'.repeat(400),
  '0001-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '2026-02-30',
  'not a date',
  '2026-13-01T00:00:00Z',
  [],
  {},
  [[]],
  [null],
  [{}],
  [{}, {}],
  { toString: 1 },
  { constructor: null, length: 5 },
  Array.from({ length: 3_000 }, (_, at) => ({ id: `p${at}` })),
] // prettier-ignore

/** Texts that `JSON.stringify` cannot write. */
const raws: readonly (readonly (readonly [RegExp, string])[])[] = [
  [],
  [],
  [],
  [],
  [[/:0/, ':1e400']],
  [[/:\d+/, ':00012']],
  [[/"id":/, '"id":"twice","id":']],
  [[/"users":/, '"__proto__":{"users":[]},"users":']],
  [[/:\[/, ':[[[[[[[[[[[[']],
  [[/\{/, `${'{"a":'.repeat(200)}{`]],
  [[/^/, '\ufeff']],
  [[/$/, '{}']],
  [[/:"/, ':"\\ud800']],
  [[/,/, ',,']],
  [[/:null/, ':undefined']],
  [[/:\d+/, ':-0.0000000000000000000000000001']],
] // prettier-ignore

interface Place {
  holder: object
  key: string
}

function placesIn(value: object): Place[] {
  return Object.entries(value).flatMap(([key, member]) => [
    { holder: value, key },
    ...(member !== null && typeof member === 'object' && Object.keys(member).length < 50 ? placesIn(member as object) : []),
  ])
}
