/**
 * The secret values that this process has seen. One register for the whole process on purpose: were it wired by hand,
 * the one place where the wiring is forgotten would be the place that leaks.
 */
const known = new Set<string>()

/** Below this length a value would blank out ordinary words; no vendor issues a credential that short. */
const shortestSecret = 6

/** Makes the log blank out this value from now on, also where it is part of an address or of JSON, in base64 or percent-encoded. */
export function rememberSecret(value: string): void {
  if (value.length < shortestSecret) return
  known.add(value)
  known.add(JSON.stringify(value).slice(1, -1))
  known.add(encodeURIComponent(value))
  known.add(Buffer.from(value).toString('base64').replace(/=+$/, ''))
}

/** The text without any secret value that this process has seen. */
export function withoutKnownSecrets(text: string): string {
  let clean = text
  for (const value of known) clean = clean.replaceAll(value, '[secret]')
  return clean
}
