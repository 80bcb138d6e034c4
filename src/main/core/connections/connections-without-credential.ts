import { AppError } from '../base/errors.ts'
import type { ReadDb } from '../database/db.ts'
import { readSecret, type SecretPlace } from '../secrets/read-secret.ts'
import type { SecretStore } from '../secrets/secret-store.ts'

/** Names of the connections whose credential is not on this machine. Works on histories of older versions too. */
export async function connectionsWithoutCredential(
  { sqlite }: ReadDb,
  deps: { secrets: SecretStore; env: Readonly<Record<string, string | undefined>> },
): Promise<string[]> {
  const places = sqlite
    .prepare<[], SecretPlace>(
      'SELECT id, name, created_at createdAt, secret_kind secretKind, secret_env secretEnv FROM connection WHERE removed_at IS NULL ORDER BY name',
    )
    .all()
  const missing: string[] = []
  for (const place of places) {
    try {
      await readSecret(place, deps)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      missing.push(place.name)
    }
  }
  return missing
}
