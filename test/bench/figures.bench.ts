/**
 * Figures from intervals compared with the same figures from a plain table with one row per person and snapshot, in the same run:
 * 5,000 people, 365 snapshots three days apart (three years), 0.5 % of the people changing between snapshots.
 * The difference spans 30 snapshots, which have as much change as a month of daily ones. Both sides must give the same answer.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { figureHandlers } from '../../src/main/core/api/figure-handlers.ts'
import { readCatalogue } from '../../src/main/core/catalogue/catalogue.ts'
import { oneSidedSkus } from '../../src/main/core/figures/holder-changes.ts'
import { changedHolderIds, skuHolders } from '../../src/main/core/figures/series-state.ts'
import { snapshotById } from '../../src/main/core/figures/snapshots.ts'
import { openHistory, openReader } from '../../src/main/core/maintenance/open.ts'
import { datasetById } from '../../src/main/core/vendors/providers.ts'
import { dayMs } from '../../src/shared/domain/duration.ts'
import { makePeople, nextDay, reportOf } from '../support/changing-people.ts'
import { addTestConnections, firstDay, recordUsers } from '../support/test-connections.ts'
import { compare, medianMs } from './measure.ts'
import { plainTable } from './plain-table.ts'

const people = 5_000
const snapshots = 365
const stepMs = 3 * dayMs
const dailyChange = 0.005

const folder = mkdtempSync(join(tmpdir(), 'seatledger-bench-'))
const history = await openHistory(join(folder, 'data'), firstDay)
addTestConnections(history.db)
const plain = plainTable(new Database(join(folder, 'plain.db')))
let list = makePeople(people)
for (let index = 0; index < snapshots; index += 1) {
  if (index > 0) list = nextDay(list, index, dailyChange)
  const at = firstDay + index * stepMs
  recordUsers(history.db, new TextEncoder().encode(JSON.stringify(reportOf(list, at))), at)
  plain.add(index + 1, list)
}
plain.finish()
history.close()

const reader = openReader(join(folder, 'data'))
const catalogue = readCatalogue(reader)
const api = figureHandlers({ reader, clock: { now: () => firstDay + snapshots * stepMs }, catalogue: () => catalogue })
const context = { signal: new AbortController().signal }

const [from, to] = [200, 230]
const difference = () => api['diff.get']({ tenant: 1, from, to }, context)
const plainDifference = () => plain.difference(from, to, catalogue.defaultExcluded)
const [ours, theirs] = [await difference(), plainDifference()]
const ids = (holders: readonly { id: string }[]) => holders.map((holder) => holder.id)
assert.deepEqual(ids(ours.holders.added), ids(theirs.added))
assert.deepEqual(ids(ours.holders.removed), ids(theirs.removed))
assert.deepEqual(
  ours.holders.changed.map(({ id, gained, lost }) => ({ id, gained, lost })),
  theirs.changed,
)
assert.deepEqual(Object.fromEntries(ours.skus.map((sku) => [sku.skuId, sku.delta])), theirs.skus)
assert.deepEqual([ours.totals.recounted.before, ours.totals.recounted.after], theirs.recounted)

const sku = list[0]!.assignedLicenseSkuIds[0]!
const trend = () => api['trend.get']({ figure: `sku:${sku}`, tenants: [1], sum: false, grain: 'month' }, context)
const plainTrend = plain.trend(sku)
for (const point of (await trend()).points) {
  if ('snapshotId' in point && point.snapshotId !== null) assert.equal(point.value, plainTrend.get(point.snapshotId))
}

console.log(
  `${people} people, ${snapshots} snapshots; in the difference ${ours.holders.added.length} joined, ${ours.holders.removed.length} left, ${ours.holders.changed.length} changed`,
)
// Only the changes, by id, which the storage is designed for. The complete answer also reads the texts of everyone in it, on both sides.
const dataset = datasetById('petra.billable-users')
const [fromSnapshot, toSnapshot] = [snapshotById(reader, from)!, snapshotById(reader, to)!]
const movement = () => ({
  people: changedHolderIds(reader, dataset, fromSnapshot, toSnapshot),
  oneSided: oneSidedSkus(reader, fromSnapshot, toSnapshot),
  skus: [skuHolders(reader, fromSnapshot), skuHolders(reader, toSnapshot)],
})
const plainMovement = plain.movement(from, to)
const netPairs = new Map<string, number>()
for (const { holder, sku, gained } of movement().oneSided) {
  netPairs.set(`${holder} ${sku}`, (netPairs.get(`${holder} ${sku}`) ?? 0) + (gained ? 1 : -1))
}
assert.equal(
  [...netPairs.values()].filter((net) => net !== 0).length,
  plainMovement.moves.reduce((sum, { gained, lost }) => sum + gained.length + lost.length, 0),
)
assert.deepEqual(movement().skus, plainMovement.skus)

const kept = [
  compare('month difference: who moved, and which licences', await medianMs(() => plain.movement(from, to)), await medianMs(movement), 5),
  compare('month difference: the whole answer with names', await medianMs(plainDifference), await medianMs(difference), 1),
  compare('SKU trend over three years, a snapshot every third day', await medianMs(() => plain.trend(sku)), await medianMs(trend), 50),
]
reader.sqlite.close()
plain.close()
rmSync(folder, { recursive: true, force: true })
assert(kept.every(Boolean), 'figures from intervals must be as much faster as budgeted')
