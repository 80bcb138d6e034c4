/** Finding anyone across tenants by a part of a name, an address or an id, with what they held and when. */

import type { PersonAnswer, PersonName, TimelineEntry } from '../../../shared/contract/people-answers.ts'
import type { RouteParsed } from '../../../shared/contract/routes.ts'
import { endOfUtcDay } from '../../../shared/domain/billing-period.ts'
import { addDays, startOfDay } from '../../../shared/domain/calendar.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { resolveTenant } from '../connections/read.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { uniteFacts } from '../state/holders.ts'
import { foldText, seriesStep, textsOfHolder } from '../state/people-index.ts'
import { type HolderFacts, hasPeriods, nestedOf } from '../vendors/provider.ts'
import { datasetById } from '../vendors/providers.ts'
import { addressKey } from './holder-names.ts'
import { itemNames } from './names.ts'
import type { Reading } from './reading.ts'
import { vendorIds } from './series-state.ts'
import { type HeldInterval, type Look, stretches } from './timeline.ts'

/** A series of snapshots with people. */
interface PeopleSeries {
  id: number
  tenantId: number
  dataset: DatasetId
}

/** A person of a tenant, and the series that may contain them (for an own organisation, one per billing period). */
interface Match {
  tenantId: number
  dataset: DatasetId
  holderId: number
}

/** Answers `people.search`: at most `limit` people, by name. */
export function people(reading: Reading, input: RouteParsed<'people.search'>): PersonAnswer[] {
  const { db } = reading
  const textOf = vendorIds(db)
  const nameOf = itemNames(reading)
  const looks = looksReader(reading)
  return matching(db, input)
    .map((match): PersonAnswer => ({ ...nameOfPerson(db, match, textOf), timeline: timeline(db, match, looks(match), textOf, nameOf) }))
    .sort(byName)
}

/** Answers `people.names`: the same people without their licences, fast enough to run on each keystroke. */
export function peopleNames(db: ReadDb, input: RouteParsed<'people.names'>): PersonName[] {
  const textOf = vendorIds(db)
  return matching(db, input)
    .map((match) => nameOfPerson(db, match, textOf))
    .sort(byName)
}

/** The first matches, of one tenant or of all. */
function matching(db: ReadDb, { query, limit, tenant }: RouteParsed<'people.search'>): Match[] {
  const series = peopleSeries(db, tenant === undefined ? null : resolveTenant(db, tenant).id)
  const matches = new Map<string, Match>()
  for (const { seriesId, holderId } of search(db, series, query)) {
    const { tenantId, dataset } = series.get(seriesId)!
    matches.set(`${tenantId} ${dataset} ${holderId}`, { tenantId, dataset, holderId })
    if (matches.size >= limit) break
  }
  return [...matches.values()]
}

/** A person's id and latest names. */
export function nameOfPerson(db: ReadDb, match: Match, textOf: (id: number) => string): PersonName {
  const { tenantId: tenant, dataset, holderId } = match
  const { displayName, userPrincipalName, accountEnabled, device } = latestFacts(db, match)
  const what = device ? { device } : {}
  const name = displayName ?? (dataset === 'genesys.billable-usage' ? nameByAddress(db, tenant, userPrincipalName) : null)
  return { id: textOf(holderId), displayName: name, userPrincipalName, accountEnabled, ...what, tenant, dataset }
}

/** The name of the licence user with the same address, since a billed person has only an address. */
function nameByAddress(db: ReadDb, tenantId: number, address: string | null): string | null {
  if (address === null) return null
  const [key, text] = [addressKey(address), foldText(address)]
  const series = new Set(
    [...peopleSeries(db, null).values()].filter((each) => each.tenantId === tenantId && each.dataset === heldDataset).map(({ id }) => id),
  )
  if (series.size === 0) return null
  for (const { seriesId, holderId } of candidates(db, [text])) {
    if (!series.has(seriesId)) continue
    const { displayName, userPrincipalName } = latestFacts(db, { tenantId, dataset: heldDataset, holderId })
    if (userPrincipalName !== null && addressKey(userPrincipalName) === key) return displayName
  }
  return null
}

const heldDataset = 'genesys.licence-users'

const byName = (a: PersonName, b: PersonName): number =>
  (a.displayName ?? a.id).localeCompare(b.displayName ?? b.id, 'en') ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : a.tenant - b.tenant || (a.dataset < b.dataset ? -1 : 1))

function peopleSeries(db: ReadDb, tenant: number | null): Map<number, PeopleSeries> {
  const rows = db.sqlite
    .prepare<[number | null], PeopleSeries>(
      `select id, tenant_id tenantId, dataset from series where tenant_id = coalesce(?, tenant_id)
         and dataset in ('petra.billable-users', 'genesys.billable-usage', 'genesys.licence-users')`,
    )
    .all(tenant)
  return new Map(rows.map((row) => [row.id, row]))
}

interface Found {
  seriesId: number
  holderId: number
}

/** Matches ids that begin with the query, then texts that contain all of its words. */
function* search(db: ReadDb, series: ReadonlyMap<number, PeopleSeries>, query: string): Generator<Found> {
  yield* byId(db, series, query.trim())
  const words = foldText(query).split(/\s+/u).filter(Boolean)
  const texts = new Map<DatasetId, ReturnType<typeof textsOfHolder>>()
  for (const found of candidates(db, words)) {
    const dataset = series.get(found.seriesId)?.dataset
    if (dataset === undefined) continue
    const read = texts.get(dataset) ?? textsOfHolder(db, datasetById(dataset))
    texts.set(dataset, read)
    const all = [...read(found.seriesId, found.holderId)]
    if (words.every((word) => all.some((text) => text.includes(word)))) yield found
  }
}

/** Candidates: holders whose texts contain all trigrams of the words. Words of one or two letters have no trigram, so then everyone is a candidate. */
function* candidates(db: ReadDb, words: readonly string[]): Generator<Found> {
  const trigrams = new Set(words.flatMap(trigramsOf))
  const rows =
    trigrams.size === 0
      ? db.sqlite.prepare<[], number>('select rowid from people_fts').pluck().iterate()
      : db.sqlite
          .prepare<[string], number>('select rowid from people_fts where people_fts match ?')
          .pluck()
          .iterate([...trigrams].map((trigram) => `"${trigram.replaceAll('"', '""')}"`).join(' AND '))
  for (const rowid of rows) yield { seriesId: Math.floor(rowid / seriesStep), holderId: rowid % seriesStep }
}

function trigramsOf(word: string): string[] {
  const letters = [...word]
  return letters.slice(2).map((_, index) => letters.slice(index, index + 3).join(''))
}

const shortestId = 3
const mostIds = 1000

function* byId(db: ReadDb, series: ReadonlyMap<number, PeopleSeries>, query: string): Generator<Found> {
  if (query.length < shortestId) return
  const beginning = db.sqlite
    .prepare<[string, string, number], number>('select id from vendor_id where value >= ? and value < ? order by value limit ?')
    .pluck()
  const ids = new Set([query, query.toLowerCase()].flatMap((text) => beginning.all(text, `${text}\u{10ffff}`, mostIds)))
  if (ids.size === 0) return
  const isHolder = db.sqlite
    .prepare<unknown[], number>(
      `select 1 where exists (select 1 from assignment where series_id = @s and holder_id = @h)
           or exists (select 1 from entry where series_id = @s and owner_id = 0 and owner_occurrence = 0 and vendor_id = @h and @own)`,
    )
    .pluck()
  for (const holderId of ids) {
    for (const { id, dataset } of series.values()) {
      const own = nestedOf(datasetById(dataset)) === null ? 1 : 0
      if (isHolder.get({ s: id, h: holderId, own }) !== undefined) yield { seriesId: id, holderId }
    }
  }
}

/** Attributes from a person's newest entries; for someone who is gone, from the last ones. */
function latestFacts(db: ReadDb, { tenantId, dataset, holderId }: Match): HolderFacts {
  const nested = nestedOf(datasetById(dataset)) !== null
  const bodies = prepared<unknown[], { body: string | null }>(
    db.sqlite,
    `select e.body from series se join entry e on e.series_id = se.id and e.vendor_id = @h
         and ${nested ? 'e.owner_id in (select sku_id from assignment where series_id = se.id and holder_id = @h)' : 'e.owner_id = 0 and e.owner_occurrence = 0'}
       where se.tenant_id = @t and se.dataset = @d
       order by se.period_key desc, e.to_number is not null, e.to_number desc, e.body limit 1`,
  ).all({ h: holderId, t: tenantId, d: dataset })
  return uniteFacts(
    datasetById(dataset),
    bodies.map(({ body }) => body),
  )
}

/** Observations of a tenant's list, read once per tenant: every snapshot, or the last one of each billing period. */
function looksReader({ snapshots, now, calendar }: Reading): (match: Match) => Look[] {
  const known = new Map<string, Look[]>()
  return ({ tenantId, dataset }) => {
    const key = `${tenantId} ${dataset}`
    let looks = known.get(key)
    if (looks === undefined) {
      const rows = snapshots(tenantId, dataset).filter((snapshot) => snapshot.hasList)
      const isPeriodic = hasPeriods(datasetById(dataset))
      const chosen = isPeriodic ? rows.filter((row, index) => rows[index + 1]?.seriesId !== row.seriesId) : rows
      looks = chosen.map((row) => ({
        seriesId: row.seriesId,
        number: row.number,
        // A reading made after the period's end counts at the end of the period's last day.
        reportedAt:
          isPeriodic && row.periodEnd !== null
            ? Math.min(row.reportedAt, startOfDay(addDays(row.periodEnd, 1), calendar.timeZone) - 1)
            : row.reportedAt,
        unfinished: isPeriodic && row.periodEnd !== null && endOfUtcDay(row.periodEnd) > now,
      }))
      known.set(key, looks)
    }
    return looks
  }
}

function timeline(
  db: ReadDb,
  { tenantId, dataset, holderId }: Match,
  looks: readonly Look[],
  textOf: (id: number) => string,
  nameOf: (id: string) => string,
): TimelineEntry[] {
  const rows = prepared<unknown[], HeldInterval & { skuId: number }>(
    db.sqlite,
    `select a.series_id seriesId, a.sku_id skuId, a.from_number "from", a.to_number "to" from series se
       join assignment a on a.series_id = se.id and a.holder_id = ? where se.tenant_id = ? and se.dataset = ?`,
  ).all(holderId, tenantId, dataset)
  const bySku = Map.groupBy(rows, (row) => row.skuId)
  return [...bySku]
    .flatMap(([skuNumber, intervals]) => {
      const skuId = textOf(skuNumber)
      return stretches(looks, intervals).map((stretch) => ({
        skuId,
        name: nameOf(skuId),
        firstSeen: isoTime(stretch.firstSeen),
        lastSeen: isoTime(stretch.lastSeen),
        absentSince: isoTime(stretch.absentSince),
        openStart: stretch.openStart,
      }))
    })
    .sort((a, b) => (a.firstSeen < b.firstSeen ? -1 : a.firstSeen > b.firstSeen ? 1 : a.skuId < b.skuId ? -1 : 1))
}
