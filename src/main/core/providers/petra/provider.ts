import type { Json } from '../../../../shared/domain/json.ts'
import { normaliseId } from '../../../../shared/domain/vendor-id.ts'
import { AppError } from '../../errors.ts'
import type { Answer, ConnectionTest, Dataset, Provider, ProviderSession, Target, TenantListing } from '../provider.ts'
import { notJson, type PetraGet, parseObject, petraClient } from './client.ts'
import { type PetraConfig, petraConfigSchema } from './config.ts'
import { billableUser, interpretBillableUsers, interpretUsage, readTenants, textOf, usageTenant, usageTotals } from './map.ts'
import { backfill, targets } from './plan.ts'

const billableUsers: Dataset = {
  id: 'petra.billable-users',
  scope: 'tenant',
  hasPeriods: false,
  listField: 'users',
  volatileFields: ['reportGeneratedAt'],
  entryId: (entry) => idOf(entry.id, normaliseId),
  skuField: 'assignedLicenseSkuIds',
  nested: null,
  holder: billableUser,
  charge: null,
  contract: null,
  tenantTotals: null,
  interpret: interpretBillableUsers,
}

const usage: Dataset = {
  id: 'petra.usage',
  scope: 'connection',
  hasPeriods: false,
  listField: 'tenants',
  volatileFields: ['reportGeneratedAt', 'asOf'],
  // Petra's own ids are case-sensitive: exactly as spelled.
  entryId: (entry) => idOf(entry.petraTenantId, (id) => id),
  skuField: null,
  nested: null,
  holder: usageTenant,
  charge: null,
  contract: null,
  tenantTotals: usageTotals,
  interpret: interpretUsage,
}

/** Petra Security: `/v1/billable-users`, `/v1/tenants`, `/v1/usage`. */
export const petra: Provider<PetraConfig> = {
  id: 'petra',
  title: 'Petra Security',
  configSchema: petraConfigSchema,
  datasets: [billableUsers, usage],
  url: (config) => config.baseUrl,
  targets,
  backfill: (config, _tenants, today) => backfill(config, today),
  open(config, { http, readSecret }): ProviderSession {
    const get = petraClient(config, http, readSecret)
    return {
      test: (signal) => testConnection(get, signal),
      listTenants: (signal) => listTenants(get, signal),
      fetch: (target, signal) => fetchAnswer(get, target, signal),
    }
  },
}

function idOf(value: Json | undefined, normalise: (id: string) => string): string | null {
  const text = textOf(value)
  return text === null ? null : normalise(text)
}

async function fetchAnswer(get: PetraGet, target: Target, signal: AbortSignal): Promise<Answer> {
  const asOf = target.params.asOf
  const response =
    target.dataset === 'petra.billable-users'
      ? await get('/v1/billable-users', { tenantId: target.externalId ?? '' }, signal)
      : asOf === undefined
        ? await get('/v1/usage', {}, signal)
        : await get('/v1/usage', { asOf }, signal).catch((error: unknown) => {
            throw beyondThePast(error, asOf)
          })
  return { bytes: response.bytes, trace: { status: response.status, requests: response.requests } }
}

/** How far back Petra answers is not documented: a refused date is taken for the end of its past. */
function beyondThePast(error: unknown, asOf: string): unknown {
  const refused = error instanceof AppError && [400, 404, 422].includes(Number(error.data?.status))
  return refused ? new AppError('NO_MORE_PERIODS', `Petra has no totals of ${asOf}.`, { data: { ...error.data }, cause: error }) : error
}

async function listTenants(get: PetraGet, signal: AbortSignal): Promise<TenantListing | null> {
  const response = await orRefused(get('/v1/tenants', {}, signal))
  if (response === null) return null
  const payload = parseObject(response.bytes)
  if (payload === null) throw notJson('/v1/tenants', response)
  return { tenants: readTenants(payload), complete: ['petra'] }
}

/** Asks what a key may do. A key that may neither list tenants nor read usage is still good for tenants added by hand. */
async function testConnection(get: PetraGet, signal: AbortSignal): Promise<ConnectionTest> {
  try {
    const tenants = (await listTenants(get, signal))?.tenants ?? null
    const usageAnswer = await orRefused(get('/v1/usage', {}, signal))
    const parts = [
      tenants === null && usageAnswer === null
        ? {
            name: 'key',
            ok: true,
            message:
              'Petra did not reject the key, but refused both requests that could prove it. The first collection of a tenant will tell.',
          }
        : { name: 'key', ok: true, message: 'Petra accepts the key.' },
      tenants === null
        ? { name: 'tenants', ok: false, message: 'This key may not list tenants: add them by hand with `seatledger tenants add`.' }
        : { name: 'tenants', ok: true, message: `The key sees ${tenants.length} tenant${tenants.length === 1 ? '' : 's'}.` },
      usageAnswer === null
        ? {
            name: 'usage',
            ok: false,
            message:
              'This key may not read usage: totals of earlier months and prorating stay unknown. People and licences are collected all the same.',
          }
        : { name: 'usage', ok: true, message: 'Totals of all tenants, also of earlier months, may be read.' },
    ]
    return { ok: true, organisation: usageAnswer === null ? null : textOf(parseObject(usageAnswer.bytes)?.organizationName), parts }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'UNAUTHORIZED') throw error
    return { ok: false, organisation: null, parts: [{ name: 'key', ok: false, message: error.message }] }
  }
}

/** Null where the vendor says that the key may not do this: a state, not an error. */
async function orRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof AppError && (error.code === 'VENDOR_FORBIDDEN' || error.code === 'VENDOR_NOT_FOUND')) return null
    throw error
  }
}
