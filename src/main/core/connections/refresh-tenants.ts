import type { ProviderSession } from '../vendors/provider.ts'
import type { SessionSources } from './sessions.ts'
import type { ConnectionRow } from './writes.ts'

/** Fetches and stores the vendor's list of tenants, if the credential may list them. Throws the vendor's errors. */
export async function refreshTenants(
  row: Pick<ConnectionRow, 'id'>,
  session: ProviderSession,
  { writer, clock }: Pick<SessionSources, 'writer' | 'clock'>,
  signal: AbortSignal,
): Promise<void> {
  const listing = await session.listTenants(signal)
  if (listing !== null) await writer.call('tenants.listed', { connectionId: row.id, listing, at: clock.now() })
}
