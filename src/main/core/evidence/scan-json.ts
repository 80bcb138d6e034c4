/** Scans JSON text for what `JSON.parse` would lose, and for nesting that is too deep. */

/** What parsing does not preserve. */
export type Loss = 'number' | 'duplicate key' | 'lone surrogate' | '__proto__ key'

/** The result of a scan. */
export interface JsonScan {
  /** The deepest nesting of arrays and objects; the scan stops at `maxDepth` + 1. */
  depth: number
  /** False if the text ends inside a string, an array or an object. */
  complete: boolean
  losses: Set<Loss>
}

const quote = 0x22
const backslash = 0x5c
const numberToken = /-?[0-9][0-9.eE+-]*/y

/** Scans a text, which need not be valid JSON: syntax errors are left to `JSON.parse`. */
export function scanJson(text: string, maxDepth: number): JsonScan {
  const scan: JsonScan = { depth: 0, complete: true, losses: new Set() }
  const open: KeysSeen[] = []
  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      const end = endOfString(text, at)
      if (end === -1) return { ...scan, complete: false }
      const key = isFollowedByColon(text, end)
      lookAtString(text.slice(at, end), key ? open.at(-1) : undefined, scan.losses)
      at = end
    } else if (code === 0x7b || code === 0x5b) {
      open.push(keysSeen())
      scan.depth = Math.max(scan.depth, open.length)
      if (scan.depth > maxDepth) return scan
      at += 1
    } else if (code === 0x7d || code === 0x5d) {
      open.pop()
      at += 1
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      numberToken.lastIndex = at
      const token = numberToken.exec(text)?.[0] ?? '-'
      if (!numberSurvives(token)) scan.losses.add('number')
      at += token.length
    } else at += 1
  }
  scan.complete = open.length === 0
  return scan
}

/** Whether a number token parses to exactly the same number. */
function numberSurvives(token: string): boolean {
  if (/^-?[1-9]\d{0,14}$|^0$/.test(token)) return true
  const value = Number(token)
  if (Number.isNaN(value)) return true
  if (!Number.isFinite(value)) return false
  const sent = decimalOf(token)
  const kept = decimalOf(String(value))
  // The sign of a zero is lost.
  return sent.digits === kept.digits && sent.exponent === kept.exponent && !(sent.digits === '' && token.startsWith('-'))
}

/** The significant digits of a decimal text, and the exponent of the last digit. */
function decimalOf(token: string): { digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = token.replace(/^-/, '').split(/e/i)
  const [whole = '', fraction = ''] = mantissa.split('.')
  const all = (whole + fraction).replace(/^0+/, '')
  const digits = all.replace(/0+$/, '')
  return { digits, exponent: digits === '' ? 0 : Number(power) - fraction.length + (all.length - digits.length) }
}

/** The index after a string's closing quote; -1 if there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === backslash) backslashes += 1
    if (backslashes % 2 === 0) return end + 1
  }
  return -1
}

function isFollowedByColon(text: string, from: number): boolean {
  let at = from
  while (isSpace(text.charCodeAt(at))) at += 1
  return text.charCodeAt(at) === 0x3a
}

const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

function lookAtString(token: string, keys: KeysSeen | undefined, losses: Set<Loss>): void {
  const escaped = token.includes('\\')
  if (!escaped && keys === undefined) return
  const value = escaped ? unescaped(token) : token.slice(1, -1)
  if (value === null) return
  // Only an escape can produce a lone surrogate: decoded UTF-8 has none.
  if (escaped && !value.isWellFormed()) losses.add('lone surrogate')
  if (keys === undefined) return
  if (value === '__proto__') losses.add('__proto__ key')
  if (keys.has(value)) losses.add('duplicate key')
  else keys.add(value)
}

/** Null for a string that `JSON.parse` refuses. */
function unescaped(token: string): string | null {
  try {
    return JSON.parse(token) as string
  } catch {
    return null
  }
}

interface KeysSeen {
  has(key: string): boolean
  add(key: string): void
}

/** A set that starts as a short array: there are very many objects, and most have few members. */
function keysSeen(): KeysSeen {
  const few: string[] = []
  let many: Set<string> | null = null
  return {
    has: (key) => (many === null ? few.includes(key) : many.has(key)),
    add(key) {
      if (many !== null) many.add(key)
      else if (few.push(key) > 24) many = new Set(few)
    },
  }
}
