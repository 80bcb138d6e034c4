/**
 * The canonical text of a JSON value: RFC 8785 (sorted members, no white space, shortest numbers), extended by two kinds of values that
 * RFC 8785 does not allow but a vendor can send: a lone surrogate is written as its escape, a number beyond double range as `1e999`.
 * `JSON.parse` reads both back as the same value.
 */
import { createHash } from 'node:crypto'
import type { Json } from '../../../shared/domain/json.ts'

/** The canonical text of a parsed value. */
export function canonicalText(value: Json): string {
  if (typeof value === 'number') return canonicalNumber(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  return objectText(Object.keys(value), (key) => canonicalText(value[key]!))
}

/** The canonical text of an object, from the texts of its members. */
export function objectText(keys: string[], textOf: (key: string) => string): string {
  // Sort's default order is by UTF-16 code units, as RFC 8785 requires.
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${textOf(key)}`)
    .join(',')}}`
}

/** SHA-256 of a text's UTF-8. */
export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

function canonicalNumber(value: number): string {
  if (Number.isFinite(value)) return JSON.stringify(value)
  return value > 0 ? '1e999' : '-1e999'
}
