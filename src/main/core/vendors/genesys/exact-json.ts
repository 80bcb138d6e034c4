/** Joins several of the vendor's answers without changing numbers: JavaScript would round long ones. */
import type { Json } from '../../../../shared/domain/json.ts'

/** Parts of JSON's source-text interface that TypeScript's library does not declare yet. */
const exact = JSON as unknown as {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown
  rawJSON(source: string): Json
}

/** Parses strict UTF-8 JSON. A number that JavaScript would write differently keeps the vendor's spelling; only `JSON.stringify` can read it. */
export function parseExactly(bytes: Uint8Array): unknown {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  return exact.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? exact.rawJSON(source) : value,
  )
}
