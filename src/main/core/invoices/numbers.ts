/** Numbers in the notations that invoices use: `1.234,50 €`, `(12)`, `1'000.00 CHF`. */
import { decimalText, isDecimal, parseDecimal } from '../../../shared/domain/decimal.ts'

/** A cell of a file: text, or a workbook's number, which needs no parsing. */
export type FileCell = string | number

/** A decimal separator. */
export type Separator = ',' | '.'

/** A number with the currency written next to it, or why a cell is not a number; null for an empty cell. */
export type NumberRead = { value: string; currency: string | null } | { problem: string } | null

const signs: Record<string, string> = { '€': 'EUR', '£': 'GBP', '₹': 'INR', '₺': 'TRY', '₩': 'KRW' }
const blanks = /[\s\u00a0\u2007\u2009\u202f]/g
/** A currency before or after: a sign, or a code of three letters. */
const withCurrency = /^(?<before>\p{Sc}|[A-Z]{3})?(?<number>[^\p{L}\p{Sc}]+?)(?<after>\p{Sc}|[A-Z]{3})?$/u

interface Written {
  negative: boolean
  /** Digits and separators only. */
  body: string
  currency: string | null
}

/** Strips blanks, signs, the brackets of negative amounts and one currency; null if anything else remains. */
function written(text: string): Written | null {
  let rest = text.replace(blanks, '').replaceAll('−', '-')
  let negative = false
  const bracketed = /^\((.*)\)$/.exec(rest)
  if (bracketed !== null) {
    rest = bracketed[1] ?? ''
    negative = true
  }
  const outer = /^[+-]/.exec(rest)?.[0]
  if (outer !== undefined) rest = rest.slice(1)
  const groups = withCurrency.exec(rest)?.groups
  if (groups === undefined) return null
  const { before, after } = groups
  if (before !== undefined && after !== undefined) return null
  let body = groups.number ?? ''
  const inner = outer === undefined ? (/^[+-]/.exec(body)?.[0] ?? /[+-]$/.exec(body)?.[0]) : undefined
  if (inner !== undefined) body = body.startsWith(inner) ? body.slice(1) : body.slice(0, -1)
  if (bracketed !== null && (outer ?? inner) !== undefined) return null
  if (outer === '-' || inner === '-') negative = true
  if (!/^[\d.,'’]*\d[\d.,'’]*$/.test(body)) return null
  const sign = before ?? after
  return { negative, body, currency: sign === undefined ? null : (signs[sign] ?? (/^[A-Z]{3}$/.test(sign) ? sign : null)) }
}

/** The separator that the number shows it was written with; `either` if both readings are numbers, null if it has none. */
function separatorIn(body: string): Separator | 'either' | null {
  const [commas, dots] = [count(body, ','), count(body, '.')]
  if (commas > 0 && dots > 0) return body.lastIndexOf(',') > body.lastIndexOf('.') ? ',' : '.'
  if (commas + dots === 0) return null
  const own: Separator = commas > 0 ? ',' : '.'
  if (commas + dots > 1) return own === ',' ? '.' : ','
  // One to three digits, a separator and three digits may be thousands, unless they start with zero or apostrophes mark the thousands.
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(body) ? 'either' : own
}

const count = (text: string, character: string): number => text.split(character).length - 1

/**
 * The decimal separator of a file's numbers; `usual` if no number shows it. `assumed`: a number's value depends on that assumption. `mixed`:
 * numbers contradict each other.
 */
export function decimalSeparator(cells: Iterable<FileCell>, usual: Separator): { separator: Separator; assumed: boolean; mixed: boolean } {
  const votes = { ',': 0, '.': 0, either: 0 }
  for (const cell of cells) {
    if (typeof cell === 'number' || /^\d*$/.test(cell)) continue
    const body = written(cell)?.body
    const vote = body === undefined ? null : separatorIn(body)
    if (vote !== null) votes[vote] += 1
  }
  const [comma, dot] = [votes[','], votes['.']]
  const separator = comma === dot ? usual : comma > dot ? ',' : '.'
  return { separator, assumed: comma + dot === 0 && votes.either > 0, mixed: comma > 0 && dot > 0 }
}

/** Reads a number with the given decimal separator. Wrongly grouped thousands are refused, not repaired. */
export function readNumber(cell: FileCell, separator: Separator): NumberRead {
  if (typeof cell === 'number') return { value: decimalText(parseDecimal(cell)!), currency: null }
  const text = cell.trim()
  if (text === '') return null
  // Fast path for most numbers of a file, which cannot be read in two ways.
  if (/^(0|[1-9]\d{0,14})$/.test(text) || (separator === '.' && /^(0|[1-9]\d{0,14})\.\d{0,9}[1-9]$/.test(text)))
    return { value: text, currency: null }
  const refused = { problem: 'not a number' }
  if (/^[+-]?\d+(\.\d+)?[eE][+-]?\d{1,2}$/.test(text) && isDecimal(text)) return { value: decimalText(parseDecimal(text)!), currency: null }
  const parts = written(text)
  if (parts === null) return refused
  const digits = plainDigits(parts.body, separator)
  if (digits === null) return refused
  const value = decimalText(parseDecimal(`${parts.negative ? '-' : ''}${digits}`)!)
  return { value, currency: parts.currency }
}

/** The digits with a dot as separator; null if thousands are wrongly grouped. Groups of two before the last one are Indian. */
function plainDigits(body: string, separator: Separator): string | null {
  const at = body.lastIndexOf(separator)
  const [whole, fraction] = at === -1 ? [body, ''] : [body.slice(0, at), body.slice(at + 1)]
  if (at !== -1 && !/^\d*$/.test(fraction)) return null
  if (whole !== '' && !/^\d+$/.test(whole) && !/^\d{1,3}(?:([.,'’])\d{2,3})(?:\1\d{2,3})*$/.test(whole)) return null
  if (whole.includes(separator) || (/\D/.test(whole) && !/\D\d{3}$/.test(whole))) return null
  const digits = whole.replaceAll(/\D/g, '')
  if (digits === '' && fraction === '') return null
  return `${digits === '' ? '0' : digits}${fraction === '' ? '' : `.${fraction}`}`
}
