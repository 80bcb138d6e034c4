/** Searching people among 100,000 in 20 tenants, each with a timeline over a few snapshots. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { figureHandlers } from '../../src/main/core/api/figure-handlers.ts'
import { readCatalogue } from '../../src/main/core/catalogue/catalogue.ts'
import { recordAnswer } from '../../src/main/core/history/record.ts'
import { openHistory, openReader } from '../../src/main/core/maintenance/open.ts'
import { datasetById } from '../../src/main/core/vendors/providers.ts'
import { dayMs } from '../../src/shared/domain/duration.ts'
import { makePeople, nextDay, reportOf } from '../support/changing-people.ts'
import { addTestConnections, firstDay } from '../support/test-connections.ts'
import { medianMs, within } from './measure.ts'

const people = 100_000
const tenants = 20
const days = 5
const budgetMs = 20

const folder = mkdtempSync(join(tmpdir(), 'seatledger-bench-'))
const history = await openHistory(join(folder, 'data'), firstDay)
addTestConnections(history.db)
const everyone = makePeople(people)
for (let tenant = 100; tenant < 100 + tenants; tenant += 1) {
  history.db.sqlite
    .prepare(
      "insert into tenant (id, connection_id, external_id, kind, name, origin, created_at) values (?, 1, ?, 'petra', ?, 'manual', 0)",
    )
    .run(tenant, `T${tenant}`, `Tenant ${tenant}`)
  let list = everyone.slice(((tenant - 100) * people) / tenants, ((tenant - 99) * people) / tenants)
  for (let day = 0; day < days; day += 1) {
    if (day > 0) list = nextDay(list, tenant * 1_000 + day, 0.005)
    const at = firstDay + day * dayMs
    const input = {
      runId: null,
      connectionId: 1,
      tenantId: tenant,
      dataset: 'petra.billable-users' as const,
      asked: { externalId: null, microsoftTenantId: null },
      observedAt: at,
      bytes: new TextEncoder().encode(JSON.stringify({ ...reportOf(list, at), tenantId: `T${tenant}` })),
    }
    recordAnswer(history.db, input, datasetById(input.dataset))
  }
}
history.close()

const reader = openReader(join(folder, 'data'))
const catalogue = readCatalogue(reader)
const api = figureHandlers({ reader, clock: { now: () => firstDay + 10 * dayMs }, catalogue: () => catalogue })
const context = { signal: new AbortController().signal }
const search = (query: string) => api['people.search']({ query, limit: 50 }, context)

const known = everyone[77_777]!
assert((await search(known.userPrincipalName)).some((person) => person.id === known.id))
assert((await search(known.id)).some((person) => person.id === known.id))
const queries: [string, string][] = [
  ['a whole address', known.userPrincipalName],
  ['an id', known.id],
  ['a part of a common name', 'novak'],
  ['two words', 'zoe larsen'],
  ['what everybody has', 'wind'],
  ['two letters', 'zo'],
  ['nobody', 'qqqxyz'],
]
const kept: boolean[] = []
for (const [name, query] of queries) kept.push(within(`people search, ${name}`, await medianMs(() => search(query)), budgetMs))
reader.sqlite.close()
rmSync(folder, { recursive: true, force: true })
assert(kept.every(Boolean), `a search must take at most ${budgetMs} ms`)
