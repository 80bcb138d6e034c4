/** Opens connections: checks their options, gives them their credential and their notes. The credential is read at each use. */

import { and, eq } from 'drizzle-orm'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import type { Clock } from '../base/clock.ts'
import { AppError } from '../base/errors.ts'
import type { ReadDb } from '../database/db.ts'
import { connectionNoteTable } from '../database/schema/collecting.ts'
import { readSecret } from '../secrets/read-secret.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { PacedHttp } from '../vendors/http.ts'
import type { ConnectionMemory, ProviderSession } from '../vendors/provider.ts'
import { providerById } from '../vendors/providers.ts'
import { storedOptions } from './stored-options.ts'
import type { ConnectionRow, ConnectionWriter } from './writes.ts'

/** Dependencies for opening a connection. */
export interface SessionSources {
  reader: ReadDb
  writer: ConnectionWriter
  secrets: SecretStore
  env: Readonly<Record<string, string | undefined>>
  clock: Clock
  /** HTTP client of a connection, since rate limits may count per key. 0 means a connection that is not stored yet. */
  httpOf(connectionId: number): PacedHttp
}

/** Opens a stored connection. Throws `STOPPED` if its options cannot be read. */
export function openConnection(row: ConnectionRow, sources: SessionSources): ProviderSession {
  const provider = providerById(row.provider)
  return provider.open(storedOptions(provider, row), {
    http: sources.httpOf(row.id),
    clock: sources.clock,
    readSecret: () => readSecret(row, sources),
    memory: connectionMemory(row.id, sources),
  })
}

/** Opens a connection for testing only, without storing anything. */
export function openUnsaved(provider: ProviderId, config: unknown, secret: string, sources: SessionSources): ProviderSession {
  const notes = new Map<string, string>()
  return providerById(provider).open(config, {
    http: sources.httpOf(0),
    clock: sources.clock,
    readSecret: async () => secret,
    memory: {
      get: async (key) => notes.get(key) ?? null,
      set: async (key, value) => {
        if (value === null) notes.delete(key)
        else notes.set(key, value)
      },
    },
  })
}

/** Parses the options of a connection. Throws `BAD_REQUEST` with each invalid option and what is expected. */
export function parseConfig(provider: ProviderId, config: unknown): unknown {
  const parsed = providerById(provider).configSchema.safeParse(config)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message].filter((part) => part !== '').join(': '))
  throw new AppError('BAD_REQUEST', `The connection options are invalid: ${problems.join('; ')}.`, { data: { options: problems } })
}

/** A connection's notes, kept in the history between processes. */
export function connectionMemory(connectionId: number, { reader, writer }: Pick<SessionSources, 'reader' | 'writer'>): ConnectionMemory {
  return {
    get: async (key) => {
      const where = and(eq(connectionNoteTable.connectionId, connectionId), eq(connectionNoteTable.key, key))
      return reader.orm.select({ value: connectionNoteTable.value }).from(connectionNoteTable).where(where).get()?.value ?? null
    },
    set: async (key, value) => {
      await writer.call('connection.note', { connectionId, key, value })
    },
  }
}
