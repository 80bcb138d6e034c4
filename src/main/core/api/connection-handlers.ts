/** Handlers of `connections.*` and `tenants.*`. */
import type { ConnectionAnswer, ConnectionCheck } from '../../../shared/contract/connection-answers.ts'
import { AppError } from '../base/errors.ts'
import type { Tasks } from '../base/tasks.ts'
import { deleteCredential, requireCredentialStore, type SecretInput, secretValue, storeCredential } from '../connections/credentials.ts'
import { findConnection, listConnections, listTenants, readConnections, resolveTenant } from '../connections/read.ts'
import { refreshTenants } from '../connections/refresh-tenants.ts'
import { openConnection, openUnsaved, parseConfig, type SessionSources } from '../connections/sessions.ts'
import { storedOptions } from '../connections/stored-options.ts'
import { tenantReports } from '../connections/tenant-reports.ts'
import type { ConnectionRow } from '../connections/writes.ts'
import { unknownTenant } from '../database/not-found.ts'
import { storedSecret } from '../secrets/read-secret.ts'
import type { ConnectionTest } from '../vendors/provider.ts'
import { providerById } from '../vendors/providers.ts'
import type { Writer } from '../writer/writer.ts'
import type { Api, AppDeps } from './product.ts'

/** Dependencies of these handlers. */
export type ConnectionDeps = Omit<SessionSources, 'writer'> & Pick<AppDeps, 'log' | 'host'> & { writer: Writer; tasks: Tasks }

type Routes = Extract<keyof Api, `connections.${string}` | `tenants.${string}`>

/** Creates the handlers. */
export function connectionHandlers(deps: ConnectionDeps): Pick<Api, Routes> {
  const { reader, writer, clock, log, tasks } = deps
  const keeping = { ...deps, outlivesCommand: deps.host !== 'terminal' }

  /** Calls a vendor as a task, since it may take a minute: the user sees progress and can cancel it. */
  const askVendor = <T>(asked: AbortSignal, ask: (signal: AbortSignal) => Promise<T>) =>
    tasks.run('ask-vendor', asked, async ({ signal }) => {
      try {
        return await ask(signal)
      } catch (error) {
        signal.throwIfAborted()
        throw error
      }
    })

  /** Tests a stored connection and updates its state. */
  async function tryConnection(row: ConnectionRow, asked: AbortSignal): Promise<ConnectionCheck> {
    try {
      return await askVendor(asked, async (signal) => {
        const session = openConnection(row, deps)
        const test = requireOk(await session.test(signal))
        await writer.call('connection.state', { id: row.id, state: 'ok', code: null, message: null })
        await refreshTenants(row, session, deps, signal)
        return answer(row.name, test)
      })
    } catch (error) {
      if (error instanceof AppError && (error.code === 'UNAUTHORIZED' || error.code === 'SECRET_MISSING')) {
        await writer.call('connection.state', { id: row.id, state: 'needs-credential', code: error.code, message: error.message })
      }
      throw error
    }
  }

  /** Stores a new connection and its credential, or neither. */
  async function store(
    provider: ConnectionRow['provider'],
    name: string,
    config: unknown,
    secret: SecretInput,
  ): Promise<{ row: ConnectionRow; kind: ConnectionRow['secretKind'] }> {
    const place =
      'env' in secret ? { secretKind: 'env' as const, secretEnv: secret.env } : { secretKind: 'session' as const, secretEnv: null }
    const row = await writer.call('connection.add', { name, provider, config: JSON.stringify(config), at: clock.now(), ...place })
    try {
      return { row, kind: await storeCredential(row, secret, keeping) }
    } catch (error) {
      await writer.call('connection.undoAdd', { id: row.id, at: clock.now() })
      throw error
    }
  }

  return {
    'connections.list': connections,

    async 'connections.add'({ provider, name, config: given, secret, check }, { signal }) {
      const config = parseConfig(provider, given)
      if (readConnections(reader).some((row) => row.name === name)) {
        throw new AppError(
          'ALREADY_EXISTS',
          `A connection called "${name}" already exists. Choose another name, or replace its credential.`,
          { data: { name } },
        )
      }
      if ('value' in secret) secretValue(secret, deps.env)
      await requireCredentialStore(secret, keeping)
      if (!check) {
        const { kind } = await store(provider, name, config, secret)
        return {
          name,
          ok: true,
          organisation: null,
          parts: [{ name: 'check', ok: true, message: 'The credential was not tested.' }, ...(await sessionNote(kind))],
        }
      }
      const { test, listing } = await askVendor(signal, async (ended) => {
        const session = openUnsaved(provider, config, secretValue(secret, deps.env), deps)
        return { test: requireOk(await session.test(ended)), listing: await session.listTenants(ended) }
      })
      const { row, kind } = await store(provider, name, config, secret)
      if (listing !== null) await writer.call('tenants.listed', { connectionId: row.id, listing, at: clock.now() })
      const done = answer(name, test)
      return { ...done, parts: [...done.parts, ...(await sessionNote(kind))] }
    },

    'connections.check': async ({ name }, { signal }) => tryConnection(findConnection(reader, name), signal),

    async 'connections.credential'({ name, secret }, { signal }) {
      const row = findConnection(reader, name)
      secretValue(secret, deps.env)
      await requireCredentialStore(secret, keeping)
      const kind = await storeCredential(row, secret, keeping)
      const check = await tryConnection(findConnection(reader, name), signal).catch((error: unknown) => {
        if (!(error instanceof AppError) || error.code !== 'CANCELLED') throw error
        throw new AppError('CANCELLED', 'The new credential is saved but was not tested. Test the connection to check it.')
      })
      return { ...check, parts: [...check.parts, ...(await sessionNote(kind))] }
    },

    async 'connections.pause'({ name, paused }) {
      await writer.call('connection.pause', { id: findConnection(reader, name).id, paused })
      return connectionAnswer(name)
    },

    async 'connections.cycleDay'({ name, day }) {
      const row = findConnection(reader, name)
      const provider = providerById(row.provider)
      const options = storedOptions(provider, row)
      if (provider.cycleDay === null || provider.cycleDay.of(options) === null) {
        throw new AppError('BAD_REQUEST', `"${row.name}" has no billing cycle. Only the usage of your own Genesys organisation has one.`, {
          data: { connection: row.name },
        })
      }
      await writer.call('connection.config', { id: row.id, config: JSON.stringify(provider.cycleDay.set(options, day)) })
      return connectionAnswer(name)
    },

    async 'connections.remove'({ name, deleteHistory }) {
      const row = findConnection(reader, name)
      await writer.call('connection.remove', { id: row.id, at: clock.now() })
      await deleteCredential(row, deps)
      return { removed: deleteHistory ? await writer.call('history.deleteConnection', { connectionId: row.id }) : null }
    },

    async 'tenants.reports'({ tenant }) {
      const { id } = resolveTenant(deps.reader, tenant)
      const now = clock.now()
      return tenantReports(deps.reader, listTenants(deps.reader, now, { tenantId: id })[0]!, now)
    },
    async 'tenants.list'({ connection, refresh: refreshFirst }, { signal }) {
      // A paused connection is refreshed only if it is given explicitly.
      const asked = connection === undefined ? readConnections(reader).filter((row) => !row.paused) : [findConnection(reader, connection)]
      if (refreshFirst) await askVendor(signal, (ended) => refreshAll(asked, ended))
      return listTenants(reader, clock.now(), connection === undefined ? {} : { connectionId: asked[0]!.id })
    },

    async 'tenants.add'({ connection, externalId, name }) {
      const row = findConnection(reader, connection)
      const kind = row.provider === 'petra' ? 'petra' : 'customer'
      const tenant = await writer.call('tenant.add', { connectionId: row.id, externalId, kind, name: name ?? externalId, at: clock.now() })
      return tenantAnswer(tenant.id)
    },

    async 'tenants.remove'({ tenant }) {
      const { id } = resolveTenant(reader, tenant)
      const was = tenantAnswer(id)
      await writer.call('tenant.remove', { id })
      return was
    },

    async 'tenants.pause'({ tenant, paused }) {
      const { id } = resolveTenant(reader, tenant)
      await writer.call('tenant.pause', { id, paused })
      return tenantAnswer(id)
    },
  }

  /** Tries every connection, then throws the first error with the names of all that failed. */
  async function refreshAll(rows: ConnectionRow[], signal: AbortSignal): Promise<void> {
    const failed: { name: string; error: unknown }[] = []
    for (const row of rows) {
      signal.throwIfAborted()
      try {
        await refreshTenants(row, openConnection(row, deps), deps, signal)
      } catch (error) {
        signal.throwIfAborted()
        log.warn({ connectionId: row.id, err: error }, 'the list of tenants was not refreshed')
        failed.push({ name: row.name, error })
      }
    }
    const [first] = failed
    if (first === undefined) return
    if (!(first.error instanceof AppError)) throw first.error
    const names = failed.map(({ name }) => `"${name}"`).join(', ')
    throw new AppError(first.error.code, `The tenants of ${names} were not refreshed. ${first.error.message}`, {
      data: { connections: failed.map(({ name }) => name) },
      cause: first.error,
    })
  }

  function connections(): Promise<ConnectionAnswer[]> {
    return listConnections(
      reader,
      (row) => {
        const provider = providerById(row.provider)
        const options = storedOptions(provider, row)
        return { url: provider.url(options), cycleDay: provider.cycleDay?.of(options) ?? null }
      },
      async (row) => row.secretKind === 'session' && (await storedSecret(row, deps.secrets)) === null,
    )
  }

  async function connectionAnswer(name: string): Promise<ConnectionAnswer> {
    return (await connections()).find((each) => each.name === name)!
  }

  function tenantAnswer(id: number) {
    const [tenant] = listTenants(reader, clock.now(), { tenantId: id })
    if (!tenant) throw unknownTenant(id)
    return tenant
  }

  async function sessionNote(kind: ConnectionRow['secretKind']): Promise<ConnectionCheck['parts']> {
    if (kind !== 'session') return []
    const status = await deps.secrets.status()
    const reason = status.available ? '' : ` (${status.reason})`
    return [
      {
        name: 'credential',
        ok: false,
        message: `No keychain is available${reason}. The credential is kept in memory until Seatledger quits and must then be entered again.`,
      },
    ]
  }
}

function answer(name: string, test: ConnectionTest): ConnectionCheck {
  return { name, ok: test.ok, organisation: test.organisation, parts: test.parts }
}

/** Throws if nothing can be collected (usually `UNAUTHORIZED`), with the vendor's reasons. */
function requireOk(test: ConnectionTest): ConnectionTest {
  if (test.ok) return test
  const reasons = test.parts.filter((part) => !part.ok).map((part) => part.message)
  throw new AppError(test.code ?? 'UNAUTHORIZED', reasons.join(' ') || 'The vendor refused the credential. Check it and try again.', {
    data: { parts: test.parts },
  })
}
