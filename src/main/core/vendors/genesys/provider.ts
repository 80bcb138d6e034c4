import { AppError } from '../../base/errors.ts'
import type { Provider, ProviderSession } from '../provider.ts'
import { contractCharges, invoices } from './billing-map.ts'
import { createGenesysClient } from './client.ts'
import { type GenesysConfig, genesysConfigSchema, genesysOrigins } from './config.ts'
import { testGenesys } from './connection-test.ts'
import { fetchContractCharges } from './contracts.ts'
import { fetchInvoiceDocument } from './invoice-document.ts'
import { fetchInvoices } from './invoices.ts'
import { licenceUsers } from './licence-map.ts'
import { fetchLicenceUsers } from './licence-users.ts'
import { billableUsage, trusteeOverview } from './map.ts'
import { listOrganisations, type Organisation, ownOrganisation } from './organisations.ts'
import { fetchOverview } from './overview.ts'
import { backfill, targets } from './plan.ts'
import { fetchUsageReport } from './usage-report.ts'

/**
 * Genesys Cloud: for the own organisation `billing/reports/billableusage`, `license/users` and the previews `billing/contracts` and
 * `billing/contracts/invoices`; for customers `billing/trusteebillingoverview`. Apart from tokens, every request is a GET.
 */
export const genesys: Provider<GenesysConfig> = {
  id: 'genesys',
  title: 'Genesys Cloud',
  configSchema: genesysConfigSchema,
  datasets: [billableUsage, trusteeOverview, licenceUsers, contractCharges, invoices],
  url: (config) => genesysOrigins(config).api,
  cycleDay: {
    of: (config) => (config.ownOrg ? config.cycleDay : null),
    set: (config, cycleDay) => ({ ...config, cycleDay }),
  },
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
      document: (invoiceId, signal) => fetchInvoiceDocument(client, deps.http, invoiceId, signal),
      fetch(target, signal) {
        const { billingPeriodIndex = '0', startDate, endDate } = target.params
        const source = { client, clock: deps.clock }
        const ownOf = () => ownOnce(signal)
        if (target.dataset === 'genesys.licence-users') return fetchLicenceUsers(source, ownOf, signal)
        if (target.dataset === 'genesys.contract-charges') return fetchContractCharges(source, billingPeriodIndex, ownOf, signal)
        if (target.dataset === 'genesys.invoices') return fetchInvoices(source, ownOf, signal)
        if (target.dataset === 'genesys.trustee-overview' && target.externalId !== null) {
          return fetchOverview(client, { id: target.externalId, index: billingPeriodIndex }, () => ownOnce(signal), signal)
        }
        if (target.dataset === 'genesys.billable-usage' && startDate !== undefined && endDate !== undefined) {
          return fetchUsageReport({ client, clock: deps.clock, memory: deps.memory }, { startDate, endDate }, signal)
        }
        throw new AppError(
          'BAD_REQUEST',
          `Genesys has no report ${target.dataset} for this target. Update Seatledger: a newer version may have planned it.`,
        )
      },
    }
  },
}
