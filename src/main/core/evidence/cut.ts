/**
 * Splits a payload for storage into a frame (which rarely changes), volatile members (which change every time), entries, and each entry's SKU
 * list; and joins them again.
 */
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { isJsonObject, type Json, type JsonObject } from '../../../shared/domain/json.ts'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import { type Dataset, nestedOf } from '../vendors/provider.ts'
import { canonicalText, objectText } from './canonical.ts'

/** How a dataset's payloads are split. Its fields and ids must never change once payloads are stored. */
export type CutRules = Dataset

/** One entry of a list, with its SKU list and nested entries split off. */
export interface CutEntry {
  /** The vendor's id, normalised; empty if there is none. */
  id: string
  /** Canonical JSON without the SKU list and with an empty nested list. */
  body: string
  /** Canonical JSON of the SKU list, sorted; null if the member is missing or not a list. */
  skuList: string | null
  nested: CutEntry[]
}

/** The parts of a payload. */
export interface CutPayload {
  /** Canonical JSON without volatile members, the list (if any) empty. */
  frame: string
  volatile: JsonObject
  /** The entries, not yet split; null if the payload has no list. */
  list: Json[] | null
}

/** Splits a payload. */
export function cutPayload(payload: JsonObject, rules: CutRules): CutPayload {
  const list = payload[rules.listField]
  const frame: JsonObject = { ...payload }
  const volatile: JsonObject = {}
  for (const field of rules.volatileFields) {
    if (!Object.hasOwn(payload, field)) continue
    volatile[field] = payload[field]!
    delete frame[field]
  }
  if (Array.isArray(list)) frame[rules.listField] = []
  return { frame: canonicalText(frame), volatile, list: Array.isArray(list) ? list : null }
}

/** Splits an entry of the list. */
export function cutEntry(entry: Json, rules: CutRules): CutEntry {
  if (!isJsonObject(entry)) return { id: '', body: canonicalText(entry), skuList: null, nested: [] }
  const id = storedId(rules.entryId(entry))
  const body: JsonObject = { ...entry }
  const { skuField, nestedField } = innerFields(rules)
  const skus = skuField === null ? undefined : entry[skuField]
  if (skuField !== null && Array.isArray(skus)) delete body[skuField]
  const nested = nestedField === null ? undefined : entry[nestedField]
  if (nestedField !== null && Array.isArray(nested)) body[nestedField] = []
  return {
    id,
    body: canonicalText(body),
    skuList: Array.isArray(skus) ? sortedList(skus) : null,
    nested: Array.isArray(nested) ? nested.map((item) => cutNested(item, rules)) : [],
  }
}

/** The members of an entry that are stored apart from it. */
function innerFields(rules: CutRules): { skuField: string | null; nestedField: string | null } {
  return { skuField: rules.kind === 'people' ? rules.skuField : null, nestedField: nestedOf(rules)?.field ?? null }
}

function cutNested(item: Json, rules: CutRules): CutEntry {
  const id = isJsonObject(item) ? storedId(nestedOf(rules)?.entryId(item) ?? null) : ''
  return { id, body: canonicalText(item), skuList: null, nested: [] }
}

/** An id as stored. SQLite text cannot hold a lone surrogate, so such an id is stored escaped, with a leading U+FFFD. */
export function storedId(id: string | null): string {
  if (id === null || id.isWellFormed()) return id ?? ''
  return `\u{FFFD}${JSON.stringify(id)}`
}

/** The distinct SKUs of a stored SKU list, normalised; items that are not text are ignored. */
export function skusOf(skuList: string | null): string[] {
  if (skuList === null) return []
  const ids = (JSON.parse(skuList) as Json[]).filter((item) => typeof item === 'string' && item !== '') as string[]
  return [...new Set(ids.map((id) => storedId(normaliseId(id))))]
}

/** Parses a stored entry. Throws if it is not an object: entries are checked when recorded. */
export function parseEntry(body: string): JsonObject {
  const value = JSON.parse(body) as Json
  if (!isJsonObject(value)) throw new Error('an entry is not an object')
  return value
}

/** The canonical text of a list whose order does not matter. */
const sortedList = (list: Json[]): string => listText(list.map(canonicalText))

/** The canonical text of an entry with its SKU list and nested list restored, both sorted. */
export function entryText(entry: { body: string; skuList: string | null }, nestedTexts: string[], rules: CutRules): string {
  const { skuField, nestedField } = innerFields(rules)
  if (entry.skuList === null && nestedTexts.length === 0) return entry.body
  const body = JSON.parse(entry.body) as JsonObject
  const keys = Object.keys(body)
  if (entry.skuList !== null && skuField !== null) keys.push(skuField)
  return objectText(keys, (key) => {
    if (key === skuField && entry.skuList !== null) return entry.skuList
    if (key === nestedField && nestedTexts.length > 0) return listText(nestedTexts)
    return canonicalText(body[key]!)
  })
}

/** The canonical text of a cut entry, joined again. */
export function wholeEntryText(entry: CutEntry, rules: CutRules): string {
  const nested = entry.nested.map((item) => item.body)
  return entryText(entry, nested, rules)
}

/** The canonical text of a list, with its entries sorted by UTF-16 code units. Sorts the given array in place. */
export const listText = (entryTexts: string[]): string => `[${entryTexts.sort().join(',')}]`

/** The canonical text of a payload with its lists sorted: the input of a snapshot's SHA-256, and what `--raw` shows. */
export function payloadText(frame: string, volatile: JsonObject, list: string | null, rules: CutRules): string {
  const head: JsonObject = { ...(JSON.parse(frame) as JsonObject), ...volatile }
  return objectText(Object.keys(head), (key) => (key === rules.listField && list !== null ? list : canonicalText(head[key]!)))
}

/** Volatile members as stored: null in the most common case, where the report time is the only one and equals `reportedAt`. */
export function packVolatile(volatile: JsonObject, reportedAt: number, rules: CutRules): string | null {
  const fields = Object.keys(volatile)
  const [timeField] = rules.volatileFields
  if (timeField !== undefined && fields.length === 1 && volatile[timeField] === isoTime(reportedAt)) return null
  return canonicalText(volatile)
}

/** The inverse of `packVolatile`. */
export function unpackVolatile(packed: string | null, reportedAt: number, rules: CutRules): JsonObject {
  if (packed !== null) return JSON.parse(packed) as JsonObject
  const [timeField] = rules.volatileFields
  return timeField === undefined ? {} : { [timeField]: isoTime(reportedAt) }
}
