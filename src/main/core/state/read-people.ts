/** Reads the people of a snapshot one at a time, so that a long list is never in memory as a whole. */
import type { HolderAnswer } from '../../../shared/contract/snapshot-answers.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { ReadDb } from '../database/db.ts'
import { validAt } from '../database/intervals.ts'
import { preparedRows } from '../database/prepared.ts'
import { skusOf } from '../evidence/cut.ts'
import { unpackText } from '../evidence/pack.ts'
import type { SnapshotKey } from '../evidence/read-payload.ts'
import { nestedOf } from '../vendors/provider.ts'
import { datasetById } from '../vendors/providers.ts'
import { hasHolders, uniteFacts } from './holders.ts'

/** An entry about a person: its packed text (null if wiped), the charge that contains it or null, and its SKU list or null. */
type PersonRow = [id: string, packed: string | null, owner: string | null, skuListId: number | null]

/** People in Petra's list: each entry with its SKU list. */
const topLevel = `select v.value, e.packed, null, l.sku_list_id from entry_row e join vendor_id v on v.id = e.vendor_id
  left join entry_sku_list l on l.series_id = e.series_id and l.vendor_id = e.vendor_id and l.occurrence = e.occurrence and ${validAt('l')}
  where e.series_id = @s and e.owner_id = 0 and e.owner_occurrence = 0 and v.value <> '' and ${validAt('e')} order by v.value`

/** Resources below each charge of Genesys. */
const nested = `select v.value, e.packed, o.value, null from entry_row e join vendor_id v on v.id = e.vendor_id
  join vendor_id o on o.id = e.owner_id
  where e.series_id = @s and e.owner_id <> 0 and v.value <> '' and ${validAt('e')} order by v.value`

/** The people in a snapshot's list, by id. Duplicate entries of an id are one person; wiped entries are skipped. Empty without a list. */
export function* peopleAt(db: ReadDb, { seriesId, number, dataset: datasetId, hasList }: SnapshotKey): Generator<HolderAnswer> {
  const dataset = datasetById(datasetId)
  if (!hasList || !hasHolders(dataset)) return
  const skusOfRow = skuLists(db)
  const rows = db.sqlite.prepare<unknown[], PersonRow>(nestedOf(dataset) === null ? topLevel : nested).raw()
  let id: string | null = null
  let texts: string[] = []
  let skus: readonly string[] = []
  const person = (): HolderAnswer => {
    const { displayName, userPrincipalName, accountEnabled, device, billedSince } = uniteFacts(dataset, texts)
    const what = { ...(device ? { device } : {}), ...(billedSince === undefined ? {} : { billedSince }) }
    return { id: id!, displayName, userPrincipalName, accountEnabled, ...what, skus: [...new Set(skus)].sort() }
  }
  for (const row of rows.iterate({ s: seriesId, n: number })) {
    const [rowId, packed] = row
    if (packed === null) continue
    if (rowId === id) {
      texts.push(unpackText(packed, rowId))
      skus = [...skus, ...skusOfRow(row)]
      continue
    }
    if (id !== null) yield person()
    id = rowId
    texts = [unpackText(packed, rowId)]
    skus = skusOfRow(row)
  }
  if (id !== null) yield person()
}

/** The names of people in a snapshot's list, by their number in `vendor_id`. For a dataset that lists people. */
export function namesAt(
  db: ReadDb,
  { seriesId, number, dataset: datasetId }: Pick<SnapshotKey, 'seriesId' | 'number' | 'dataset'>,
  holderIds: readonly number[],
): Map<number, Pick<HolderAnswer, 'id' | 'displayName' | 'userPrincipalName'>> {
  const dataset = datasetById(datasetId)
  const rows = preparedRows<[holder: number, id: string, packed: string | null]>(
    db.sqlite,
    `select e.vendor_id, v.value, e.packed from json_each(@holders) h
     cross join entry_row e on e.series_id = @s and e.owner_id = 0 and e.owner_occurrence = 0 and e.vendor_id = h.value and ${validAt('+e')}
     cross join vendor_id v on v.id = e.vendor_id`,
  ).all({ s: seriesId, n: number, holders: JSON.stringify(holderIds) })
  const texts = new Map<number, { id: string; bodies: (string | null)[] }>()
  for (const [holder, id, packed] of rows) {
    getOrAdd(texts, holder, () => ({ id, bodies: [] as (string | null)[] })).bodies.push(packed === null ? null : unpackText(packed, id))
  }
  return new Map(
    [...texts].map(([holder, { id, bodies }]) => {
      const { displayName, userPrincipalName } = uniteFacts(dataset, bodies)
      return [holder, { id, displayName, userPrincipalName }]
    }),
  )
}

/** The SKUs of an entry. Thousands of people share a few lists, so each list is read once. */
function skuLists({ sqlite }: ReadDb): (row: PersonRow) => readonly string[] {
  const body = sqlite.prepare<[number], string>('select body from sku_list where id = ?').pluck()
  const cachedLists = new Map<number, readonly string[]>()
  return ([, , owner, skuListId]) => {
    if (owner !== null) return owner === '' ? [] : [owner]
    if (skuListId === null) return []
    let skus = cachedLists.get(skuListId)
    if (skus === undefined) {
      skus = skusOf(body.get(skuListId) ?? null)
      cachedLists.set(skuListId, skus)
    }
    return skus
  }
}
