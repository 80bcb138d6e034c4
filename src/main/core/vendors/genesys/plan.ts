/** Plans the requests to Genesys. Pure. */
import { dayMs } from '../../../../shared/domain/duration.ts'
import type { CollectableTenant, EarlierAnswers, PlannedTarget, Target, UnsettledPeriod } from '../provider.ts'
import { genesysRoute, genesysSpacingMs } from './client.ts'
import type { GenesysConfig } from './config.ts'
import { type Cycle, cycleAt, cycleBefore, cycleOfReading, reportSpan } from './cycle.ts'

/** Two equal readings this far apart make a period final; more frequent readings prove nothing. */
const readAgainAfterMs = 3 * dayMs

/** The own organisation's current cycle, licence holders and contracts, index 0 of each customer, and past periods that are not final yet. */
export function targets(config: GenesysConfig, tenants: readonly CollectableTenant[], today: string): PlannedTarget[] {
  return tenants.flatMap((tenant): PlannedTarget[] => {
    const { externalId } = tenant
    const asked = (target: Pick<Target, 'dataset' | 'params'>, onceSince: number | null): PlannedTarget => ({
      ...paceOf(config),
      tenantId: tenant.id,
      externalId,
      ...target,
      onceSince,
    })
    const midnight = Date.parse(`${today}T00:00:00.000Z`)
    const again = (tenant.unsettled ?? []).filter(
      (period) => period.lastReadAt === null || midnight >= dayStart(period.lastReadAt) + readAgainAfterMs,
    )
    if (isOwn(config, tenant)) {
      const running = cycleAt(config.cycleDay, today)
      const cycles = again
        .filter(({ dataset }) => dataset === 'genesys.billable-usage')
        .map(({ periodStart, periodEnd }) => cycleOfReading(config.cycleDay, { start: periodStart, end: periodEnd }))
        .filter((cycle) => cycle.end < today)
      const contracts = again.filter((period) => period.dataset === 'genesys.contract-charges' && period.newer > 1)
      return [
        asked(usageTarget(running), null),
        ...cycles.map((cycle) => asked(usageTarget(cycle), midnight)),
        asked({ dataset: 'genesys.licence-users', params: {} }, null),
        asked(contractTarget(0), null),
        // The period that has ended is the one being invoiced now.
        asked(contractTarget(1), null),
        ...contracts.map(({ newer }) => asked(contractTarget(newer), midnight)),
        asked({ dataset: 'genesys.invoices', params: {} }, null),
      ]
    }
    if (isCustomer(config, tenant)) {
      return [asked(overviewTarget(0), null), ...again.filter(isPastIndex0).map((period) => asked(overviewTarget(period.newer), midnight))]
    }
    return []
  })
}

/** Earlier cycles of the own organisation, and earlier periods of each customer. */
export function backfill(config: GenesysConfig, tenants: readonly CollectableTenant[], today: string): EarlierAnswers[] {
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
      const contractAt = (step: number): Target => ({ externalId, ...contractTarget(step) })
      return [
        { ...line, at, endsAfterEmpty: 2 },
        { ...line, at: contractAt, endsAfterEmpty: 2 },
      ]
    }
    if (isCustomer(config, tenant)) {
      const at = (step: number): Target => ({ externalId, ...overviewTarget(step) })
      return [{ ...line, at, endsAfterEmpty: null }]
    }
    return []
  })
}

function paceOf(config: GenesysConfig): { route: string; spacingMs: number } {
  return { route: genesysRoute(config), spacingMs: genesysSpacingMs }
}

/** False while no newer period is known: this one may still be index 0. */
function isPastIndex0(period: UnsettledPeriod): boolean {
  return period.newer > 0
}

function dayStart(at: number): number {
  return Math.floor(at / dayMs) * dayMs
}

function overviewTarget(index: number): Pick<PlannedTarget, 'dataset' | 'params'> {
  return { dataset: 'genesys.trustee-overview', params: { billingPeriodIndex: String(index) } }
}

function contractTarget(index: number): Pick<PlannedTarget, 'dataset' | 'params'> {
  return { dataset: 'genesys.contract-charges', params: { billingPeriodIndex: String(index) } }
}

function usageTarget(cycle: Cycle): Pick<PlannedTarget, 'dataset' | 'params'> {
  return { dataset: 'genesys.billable-usage', params: { ...reportSpan(cycle.start, cycle.end) } }
}

function isOwn(config: GenesysConfig, tenant: CollectableTenant): boolean {
  return config.ownOrg && tenant.kind === 'own'
}

/** Excludes customers that the vendor lists as disabled, since it would refuse the request. */
function isCustomer(config: GenesysConfig, tenant: CollectableTenant): boolean {
  return config.customers && tenant.kind === 'customer' && tenant.vendorPaused !== true
}
