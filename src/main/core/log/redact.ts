/** Redacts log fields: secrets by field name, bodies, bytes, people's names, and e-mail addresses and excerpts of JSON anywhere. */

const secretKey = /^(authorization|proxy-?authorization|cookie|set-cookie|x-api-key)$|secret|password|passphrase|token|credential|api_?key/i
/** `detail`, `where`, `parameters` and `params` are members of PostgreSQL errors that hold values of rows. */
const bodyKey = /^(body|payload|bytes|raw|received|holders|users|entries|detail|where|parameters|params)$/i
/** Field names for people's names, at the vendors and in this program. */
const personKey = /^(displayName|userPrincipalName|upn|mail|email|givenName|surname)$/i
const emailAddress = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*/gu
/** Node's message for text that is not JSON quotes the text. */
const jsonExcerpt = /(Unexpected token .{1,6}?, )(?:\.\.\.)?".*?"(?:\.\.\.)? is not valid JSON/gs
const longestText = 4000
const deepest = 6

/** A deep copy for logging: secrets, bodies and people's names removed, errors serialised, long texts truncated. */
export function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  return redactRecord(fields, 0, new Set())
}

/** Masks every e-mail address in the text. */
export function maskEmails(text: string): string {
  return text.replace(emailAddress, '[e-mail]')
}

/** Masks e-mail addresses, and the quotation in Node's message for text that is not JSON. */
export function maskText(text: string): string {
  return maskEmails(withoutExcerpts(text))
}

const withoutExcerpts = (text: string) => text.replace(jsonExcerpt, '$1[…] is not valid JSON')

function redactRecord(record: object, depth: number, seen: Set<object>): Record<string, unknown> {
  const clean: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(record)) {
    clean[key] = isSecretField(key, value)
      ? '[secret]'
      : bodyKey.test(key) && typeof value !== 'number'
        ? '[left out]'
        : personKey.test(key)
          ? '[person]'
          : redactValue(value, depth, seen)
  }
  return clean
}

/** Numbers and booleans under such names (`secretsKept: 2`) are counts and states, not secrets. */
function isSecretField(key: string, value: unknown): boolean {
  return secretKey.test(key) && value !== null && typeof value !== 'number' && typeof value !== 'boolean'
}

function redactValue(value: unknown, depth: number, seen: Set<object>): unknown {
  if (typeof value === 'string') {
    const clean = withoutExcerpts(value)
    return clean.length > longestText ? `${clean.slice(0, longestText)}… (${clean.length} characters)` : clean
  }
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`
  if (typeof value !== 'object' || value === null) return value
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (value instanceof Date) return value.toJSON()
  if (value instanceof URL) return `${value.origin}${value.pathname}`
  if (seen.has(value)) return '[circular]'
  if (depth >= deepest) return '[deeper]'
  seen.add(value)
  try {
    if (value instanceof Error) return redactError(value, depth + 1, seen)
    if (value instanceof Headers) return redactRecord(Object.fromEntries(value), depth + 1, seen)
    if (Array.isArray(value)) return value.slice(0, 50).map((item) => redactValue(item, depth + 1, seen))
    return redactRecord(value, depth + 1, seen)
  } finally {
    seen.delete(value)
  }
}

function redactError(error: Error, depth: number, seen: Set<object>): Record<string, unknown> {
  const { name, message, stack, cause, ...rest } = error
  return {
    type: error.name,
    message: redactValue(error.message, depth, seen),
    stack: redactValue(stack, depth, seen),
    ...redactRecord(rest, depth, seen),
    ...(cause === undefined ? {} : { cause: redactValue(cause, depth, seen) }),
  }
}
