/** Rebuilds a list at one snapshot after another from the series' rows, with everything derived from it. */
import { isJsonObject, type Json, type JsonObject } from '../../../shared/domain/json.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { type CutEntry, type CutRules, entryText, storedId } from '../evidence/cut.ts'
import { digestOf } from '../evidence/intern.ts'
import { type HolderPart, holderParts } from '../state/holders.ts'
import { nestedOf } from '../vendors/provider.ts'
import { type EntryRow, type SkuListRow, type Steps, stepsOf } from './verify-rows.ts'

/** A slot of the list: an entry with its SKU list and nested entries. More than one row of a kind means damage. */
interface Slot {
  bodies: Set<EntryRow>
  skuLists: Set<SkuListRow>
  nested: Map<string, Set<EntryRow>>
  read: ReadSlot | null
}

/** A slot, read from its rows. */
interface ReadSlot {
  /** Canonical text of the whole entry; null if it was wiped. */
  text: string | null
  value: Json
  parts: HolderPart[]
  ids: string[]
  nestedIds: string[]
  /** False if the rows contradict each other or the entry's id. */
  sound: boolean
}

/** A list at one snapshot after another. */
export interface ListFollower {
  /** Advances to a snapshot and returns the slots whose rows changed, before and after. */
  step(number: number): { before: ReadSlot[]; after: ReadSlot[] }
  slots(): Iterable<ReadSlot>
}

/** Follows the list of a series. */
export function followList(rows: { entries: EntryRow[]; skuLists: SkuListRow[] }, rules: CutRules): ListFollower {
  const entries = stepsOf(rows.entries)
  const skuLists = stepsOf(rows.skuLists)
  const slots = new Map<string, Slot>()
  const slotAt = (key: string) =>
    getOrAdd(slots, key, (): Slot => ({ bodies: new Set(), skuLists: new Set(), nested: new Map(), read: null }))
  return {
    step(number) {
      const touched = new Set<string>()
      apply(entries, number, (row, begins) => {
        const key = row.ownerId === 0 ? `${row.vendorId}/${row.occurrence}` : `${row.ownerId}/${row.ownerOccurrence}`
        touched.add(key)
        const slot = slotAt(key)
        toggle(row.ownerId === 0 ? slot.bodies : getOrAdd(slot.nested, `${row.vendorId}/${row.occurrence}`, () => new Set()), row, begins)
      })
      apply(skuLists, number, (row, begins) => {
        const key = `${row.vendorId}/${row.occurrence}`
        touched.add(key)
        toggle(slotAt(key).skuLists, row, begins)
      })
      const before: ReadSlot[] = []
      const after: ReadSlot[] = []
      for (const key of touched) {
        const slot = slotAt(key)
        if (slot.read !== null) before.push(slot.read)
        slot.read = readSlot(slot, rules)
        if (slot.read === null) slots.delete(key)
        else after.push(slot.read)
      }
      return { before, after }
    },
    *slots() {
      for (const { read } of slots.values()) if (read !== null) yield read
    },
  }
}

function apply<Row>(steps: Steps<Row>, number: number, change: (row: Row, begins: boolean) => void): void {
  for (const row of steps.end.get(number) ?? []) change(row, false)
  for (const row of steps.begin.get(number) ?? []) change(row, true)
}

function toggle<Row>(set: Set<Row>, row: Row, begins: boolean): void {
  if (begins) set.add(row)
  else set.delete(row)
}

function readSlot(slot: Slot, rules: CutRules): ReadSlot | null {
  const nestedRows = [...slot.nested.values()].flatMap((rows) => [...rows])
  if (slot.bodies.size === 0 && slot.skuLists.size === 0 && nestedRows.length === 0) return null
  const [row] = slot.bodies
  const [list] = slot.skuLists
  if (row === undefined) return unsound
  const single =
    slot.bodies.size === 1 &&
    slot.skuLists.size <= 1 &&
    (list === undefined || list.digest === digestOf(list.list)) &&
    [...slot.nested.values()].every((rows) => rows.size <= 1)
  const wiped = { text: null, value: null, parts: [], ids: [row.id], nestedIds: nestedRows.map((nested) => nested.id) }
  if (row.body === null || nestedRows.some((nested) => nested.body === null)) return { ...wiped, sound: single }
  const body = parseObject(row.body)
  const nested = nestedRows.map((each): CutEntry => ({ id: each.id, body: each.body!, skuList: null, nested: [] }))
  const entry: CutEntry = { id: row.id, body: row.body, skuList: list?.list ?? null, nested }
  try {
    const text = entryText(
      { body: row.body, skuList: entry.skuList },
      nested.map((each) => each.body),
      rules,
    )
    const sound =
      single &&
      ownId(body, rules.entryId) === row.id &&
      nestedRows.every((each) => ownId(parseObject(each.body!), (value) => nestedOf(rules)?.entryId(value) ?? null) === each.id)
    return { ...wiped, text, value: JSON.parse(text) as Json, parts: holderParts(entry, rules), sound }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return unsound
    throw error
  }
}

const unsound: ReadSlot = { text: 'null', value: null, parts: [], ids: [], nestedIds: [], sound: false }

const ownId = (value: JsonObject | null, idOf: (value: JsonObject) => string | null) => (value === null ? '' : storedId(idOf(value)))

/** Null if the text is not a JSON object (it is damaged). */
function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : null
  } catch {
    return null
  }
}
