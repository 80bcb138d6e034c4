/** What a log line may not carry: secrets by the name of their field, bodies, bytes, and e-mail addresses wherever they stand. */

const secretKey = /^(authorization|proxy-?authorization|cookie|set-cookie|x-api-key)$|secret|password|passphrase|token|credential|api_?key/i
const bodyKey = /^(body|payload|bytes|raw|received|holders|users|entries)$/i
/** Names of people, as vendors and this programme call them. */
const personKey = /^(displayName|userPrincipalName|upn|mail|email|givenName|surname)$/i
const emailAddress = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*/gu
const longestText = 4000
const deepest = 6

/** The fields as they may be logged: a deep copy with secrets, bodies and people's names taken out, errors spelled out, long texts cut. */
export function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  return redactRecord(fields, 0, new Set())
}

/** The text with every e-mail address masked. */
export function maskEmails(text: string): string {
  return text.replace(emailAddress, '[e-mail]')
}

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

/** Numbers and booleans under such a name (`secretsKept: 2`) are counts and states, not secrets. */
function isSecretField(key: string, value: unknown): boolean {
  return secretKey.test(key) && value !== null && typeof value !== 'number' && typeof value !== 'boolean'
}

function redactValue(value: unknown, depth: number, seen: Set<object>): unknown {
  if (typeof value === 'string') return value.length > longestText ? `${value.slice(0, longestText)}… (${value.length} characters)` : value
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
