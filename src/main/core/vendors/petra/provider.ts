import type { Json } from '../../../../shared/domain/json.ts'
import { normaliseId } from '../../../../shared/domain/vendor-id.ts'
import { AppError } from '../../base/errors.ts'
import type { Answer, PeopleDataset, Provider, ProviderSession, Target, TenantListing, TotalsDataset } from '../provider.ts'
import { listPetraTenants, testConnection } from './check.ts'
import { type PetraGet, petraClient } from './client.ts'
import { type PetraConfig, petraConfigSchema } from './config.ts'
import { billableUser, interpretBillableUsers, interpretUsage, tenantTotalsOf, textOf, usageTenant } from './map.ts'
import { backfill, targets } from './plan.ts'

const billableUsers: PeopleDataset = {
  kind: 'people',
  id: 'petra.billable-users',
  listField: 'users',
  volatileFields: ['reportGeneratedAt'],
  entryId: (entry) => idOf(entry.id, normaliseId),
  skuField: 'assignedLicenseSkuIds',
  holder: billableUser,
  interpret: interpretBillableUsers,
}

const usage: TotalsDataset = {
  kind: 'totals',
  id: 'petra.usage',
  listField: 'tenants',
  volatileFields: ['reportGeneratedAt', 'asOf'],
  // Petra's own ids are case-sensitive.
  entryId: (entry) => idOf(entry.petraTenantId, (id) => id),
  holder: usageTenant,
  tenantTotals: tenantTotalsOf,
  interpret: interpretUsage,
}

/** Petra Security: `/v1/billable-users`, `/v1/tenants`, `/v1/usage`. */
export const petra: Provider<PetraConfig> = {
  id: 'petra',
  title: 'Petra Security',
  configSchema: petraConfigSchema,
  datasets: [billableUsers, usage],
  url: (config) => config.baseUrl,
  cycleDay: null,
  targets,
  backfill: (config, _tenants, today) => backfill(config, today),
  open(config, { http, readSecret, clock }): ProviderSession {
    const get = petraClient(config, http, readSecret)
    let tested: { listing: TenantListing | null; at: number } | null = null
    return {
      async test(signal) {
        const { result, listing } = await testConnection(get, signal)
        tested = result.ok ? { listing, at: clock.elapsed() } : null
        return result
      },
      // A new connection lists its tenants right after its test: reuse that answer instead of waiting for the rate limit.
      async listTenants(signal) {
        const fresh = tested !== null && clock.elapsed() - tested.at < 60_000 ? tested : null
        tested = null
        return fresh === null ? listPetraTenants(get, signal) : fresh.listing
      },
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
            throw beforeTheFirst(error, asOf)
          })
  return { bytes: response.bytes, trace: { status: response.status, requests: response.requests } }
}

/** It is not documented how far back Petra's totals go: a refused date is assumed to be before the first one. */
function beforeTheFirst(error: unknown, asOf: string): unknown {
  const refused = error instanceof AppError && [400, 404, 422].includes(Number(error.data?.status))
  return refused ? new AppError('NO_MORE_PERIODS', `Petra has no totals for ${asOf}.`, { data: { ...error.data }, cause: error }) : error
}
