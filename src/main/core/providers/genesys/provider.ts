import { AppError } from '../../errors.ts'
import type { EarlierAnswers, KnownTenant, PlannedTarget, Provider, ProviderSession } from '../provider.ts'
import { createGenesysClient, genesysRoute, genesysSpacingMs } from './client.ts'
import { type GenesysConfig, genesysConfigSchema, genesysOrigins } from './config.ts'
import { testGenesys } from './connection-test.ts'
import { type Cycle, cycleAt, cycleBefore, reportSpan } from './cycle.ts'
import { billableUsage, trusteeOverview } from './map.ts'
import { listOrganisations, type Organisation, ownOrganisation } from './organisations.ts'
import { fetchOverview } from './overview.ts'
import { fetchUsageReport } from './usage-report.ts'

/** Genesys Cloud: `billing/reports/billableusage` of the own organisation, `billing/trusteebillingoverview` of customers. */
export const genesys: Provider<GenesysConfig> = {
  id: 'genesys',
  title: 'Genesys Cloud',
  configSchema: genesysConfigSchema,
  datasets: [billableUsage, trusteeOverview],
  url: (config) => genesysOrigins(config).api,
  targets,
  backfill,
  open(config, deps): ProviderSession {
    const client = createGenesysClient(config, deps)
    let own: Promise<Organisation> | null = null
    const ownOnce = (signal: AbortSignal) => {
      own ??= ownOrganisation(client, signal).catch((error: unknown) => {
        own = null
        throw error
      })
      return own
    }
    return {
      test: (signal) => testGenesys(config, client, deps.clock.now(), signal),
      listTenants: (signal) => listOrganisations(config, client, signal),
      fetch(target, signal) {
        const { billingPeriodIndex = '0', startDate, endDate } = target.params
        if (target.dataset === 'genesys.trustee-overview' && target.externalId !== null) {
          return fetchOverview(client, { id: target.externalId, index: billingPeriodIndex }, () => ownOnce(signal), signal)
        }
        if (target.dataset === 'genesys.billable-usage' && startDate !== undefined && endDate !== undefined) {
          return fetchUsageReport({ client, clock: deps.clock, memory: deps.memory }, { startDate, endDate }, signal)
        }
        throw new AppError('BAD_REQUEST', `Genesys has no report ${target.dataset} for such a target.`)
      },
    }
  },
}

/** The running cycle of the own organisation, and index 0 of each customer that is enabled. */
function targets(config: GenesysConfig, tenants: readonly KnownTenant[], today: string): PlannedTarget[] {
  return tenants.flatMap((tenant): PlannedTarget[] => {
    const plan = { ...paceOf(config), tenantId: tenant.id, externalId: tenant.externalId, onceSince: null }
    if (isOwn(config, tenant)) return [{ ...plan, ...usageTarget(cycleAt(config.cycleDay, today)) }]
    if (isCustomer(config, tenant)) return [{ ...plan, dataset: 'genesys.trustee-overview', params: { billingPeriodIndex: '0' } }]
    return []
  })
}

function backfill(config: GenesysConfig, tenants: readonly KnownTenant[], today: string): EarlierAnswers[] {
  return tenants.flatMap((tenant): EarlierAnswers[] => {
    const line = { ...paceOf(config), tenantId: tenant.id }
    const { externalId } = tenant
    if (isOwn(config, tenant)) {
      const at = (step: number) => {
        let cycle = cycleAt(config.cycleDay, today)
        for (let back = 0; back < step; back += 1) cycle = cycleBefore(config.cycleDay, cycle.start)
        const tooEarly = config.cycleSince !== null && cycle.end < config.cycleSince
        return tooEarly ? null : { externalId, ...usageTarget(cycle) }
      }
      return [{ ...line, at, endsAfterEmpty: 2 }]
    }
    if (isCustomer(config, tenant)) {
      const at = (step: number) => ({
        externalId,
        dataset: 'genesys.trustee-overview' as const,
        params: { billingPeriodIndex: String(step) },
      })
      return [{ ...line, at, endsAfterEmpty: null }]
    }
    return []
  })
}

function paceOf(config: GenesysConfig): { route: string; spacingMs: number } {
  return { route: genesysRoute(config), spacingMs: genesysSpacingMs }
}

function usageTarget(cycle: Cycle): Pick<PlannedTarget, 'dataset' | 'params'> {
  return { dataset: 'genesys.billable-usage', params: { ...reportSpan(cycle.start, cycle.end) } }
}

function isOwn(config: GenesysConfig, tenant: KnownTenant): boolean {
  return config.ownOrg && tenant.kind === 'own'
}

/** A customer that disabled the trust is listed and not asked. */
function isCustomer(config: GenesysConfig, tenant: KnownTenant): boolean {
  return config.customers && tenant.kind === 'customer' && tenant.vendorPaused !== true
}
