/** Who was on a tenant's list at each month-end, and with which licences: joiners and leavers at one glance. */
import type { PresenceAnswer, PresenceKind, PresenceMonth, PresencePerson } from '../../../shared/contract/presence-answers.ts'
import type { RouteParsed } from '../../../shared/contract/routes.ts'
import { addMonths, monthRange, parseMonth } from '../../../shared/domain/month.ts'
import { AppError } from '../base/errors.ts'
import { resolveTenant } from '../connections/read.ts'
import { validAt } from '../database/intervals.ts'
import { preparedRows } from '../database/prepared.ts'
import { datasetById } from '../vendors/providers.ts'
import { latestEnd } from './month-end.ts'
import { itemNames } from './names.ts'
import type { Reading } from './reading.ts'
import { type At, holderIdsAt, holderReader, vendorIds } from './series-state.ts'
import { allTenants, datasetOf } from './tenants.ts'

const defaultMonths = 13
const mostMonths = 60

/** Joiners and leavers first, then changed licences; those without a change last. */
const order: readonly PresenceKind[] = ['added', 'removed', 'temporary', 'changed', 'same']

/** Answers `people.presence`. Throws `NOT_FOUND`, `AMBIGUOUS`, `BAD_REQUEST`, `NO_SNAPSHOT`. */
export function presence(reading: Reading, input: RouteParsed<'people.presence'>): PresenceAnswer {
  const { db } = reading
  const { id } = resolveTenant(db, input.tenant)
  const tenant = allTenants(db).find((each) => each.id === id)!
  const ends = reading.monthEnds(id, datasetOf(tenant.kind))
  const to = input.to === undefined ? latestEnd(ends)?.month : parseMonth(input.to)
  if (to === undefined)
    throw new AppError('NO_SNAPSHOT', 'There is no snapshot of this tenant yet. Collect first.', { data: { tenant: id } })
  const from = input.from === undefined ? addMonths(to, 1 - defaultMonths) : parseMonth(input.from)
  const asked = monthRange(from, to)
  if (asked.length === 0 || asked.length > mostMonths)
    throw new AppError('BAD_REQUEST', `Choose 1 to ${mostMonths} months, the earlier one first.`, { data: { from, to } })
  // Nothing is a gap before the tenant's first snapshot.
  const months = asked.slice(
    Math.max(
      0,
      asked.findIndex((month) => ends.first === null || month >= ends.first),
    ),
  )
  const sides = months.map((month) => sideOf(reading, ends.get(month)?.snapshot))
  const listed = sides.flatMap((side, index) => (side.held === null ? [] : [index]))

  const textOf = vendorIds(db)
  const nameOf = itemNames(reading)
  const sets = countedSets(sides.map(({ held }) => held))
  const everyone = new Set(sides.flatMap(({ held }) => [...(held?.keys() ?? [])]))
  const rows = [...everyone].map((holder) => {
    const cells = sides.map(({ held }) => {
      const key = held?.get(holder)
      return key === undefined ? null : sets.get(key)!
    })
    return { holder, cells, kind: kindOf(listed.map((index) => cells[index] ?? null)) }
  })
  const counts = Object.fromEntries(order.map((kind) => [kind, rows.filter((row) => row.kind === kind).length])) as PresenceAnswer['counts']
  const shown = rows
    .filter(({ kind }) => input.unchanged || kind !== 'same')
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || firstOf(a.cells) - firstOf(b.cells) || a.holder - b.holder)
  const facts = holderReader(db, datasetById(datasetOf(tenant.kind)), textOf)
  const people = shown.slice(0, input.limit).map(({ holder, cells, kind }): PresencePerson => {
    const last = sides[cells.findLastIndex((cell) => cell !== null)]?.at
    const state = last === undefined ? null : facts(last, holder)
    return {
      id: textOf(holder),
      displayName: state?.displayName ?? null,
      userPrincipalName: state?.userPrincipalName ?? null,
      accountEnabled: state?.accountEnabled ?? null,
      kind,
      cells,
    }
  })
  return {
    tenant: id,
    months: months.map(
      (month, index): PresenceMonth => ({
        month,
        snapshotId: ends.get(month)?.snapshot.id ?? null,
        hasList: sides[index]!.held !== null,
      }),
    ),
    sets: [...sets.keys()].map((key) => {
      const skuIds = key === '' ? [] : key.split(' ').map((number) => textOf(Number(number)))
      return { skuIds, names: skuIds.map(nameOf) }
    }),
    people,
    counts,
    more: shown.length - people.length,
  }
}

/** A month-end's list: each holder with the key of its set of SKUs; null without a list. */
interface Side {
  at: At | undefined
  held: ReadonlyMap<number, string> | null
}

function sideOf({ db }: Reading, snapshot: (At & { hasList: boolean; dataset: Parameters<typeof datasetById>[0] }) | undefined): Side {
  if (snapshot === undefined || !snapshot.hasList) return { at: undefined, held: null }
  const held = new Map(holderIdsAt(db, datasetById(snapshot.dataset), snapshot).map((holder): [number, string] => [holder, '']))
  const rows = preparedRows<[holderId: number, skuId: number]>(
    db.sqlite,
    `select holder_id, sku_id from assignment a where series_id = @s and ${validAt('a')} order by holder_id, sku_id`,
  ).all({ s: snapshot.seriesId, n: snapshot.number })
  for (const [holder, sku] of rows) {
    const before = held.get(holder)
    // An entry that was wiped is nobody.
    if (before !== undefined) held.set(holder, before === '' ? String(sku) : `${before} ${sku}`)
  }
  return { at: snapshot, held }
}

/** The sets by frequency, with their index. */
function countedSets(lists: readonly Side['held'][]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const list of lists) for (const key of list?.values() ?? []) counts.set(key, (counts.get(key) ?? 0) + 1)
  return new Map([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([key], index) => [key, index]))
}

/** From the cells of the months that have a list. */
function kindOf(cells: readonly (number | null)[]): PresenceKind {
  const [first, last] = [cells[0] ?? null, cells.at(-1) ?? null]
  if (first === null) return last === null ? 'temporary' : 'added'
  if (last === null) return 'removed'
  return cells.every((cell) => cell === first) ? 'same' : 'changed'
}

const firstOf = (cells: readonly (number | null)[]): number => cells.findIndex((cell) => cell !== null)
