/**
 * The secret values seen by this process. Deliberately process-wide: if each caller had to pass a register along,
 * a single omission would leak a secret.
 */
const known = new Set<string>()

/** Redacting shorter values would blank out ordinary words. No vendor issues a credential that short. */
const shortestSecret = 6

/** Redacts this value from the log from now on, also within addresses or JSON, in base64 and percent-encoded. */
export function rememberSecret(value: string): void {
  if (value.length < shortestSecret) return
  known.add(value)
  known.add(JSON.stringify(value).slice(1, -1))
  known.add(encodeURIComponent(value))
  known.add(Buffer.from(value).toString('base64').replace(/=+$/, ''))
}

/** Replaces every known secret in the text. */
export function withoutKnownSecrets(text: string): string {
  let clean = text
  for (const value of known) clean = clean.replaceAll(value, '[secret]')
  return clean
}
