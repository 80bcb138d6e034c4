/** The vendors and their reports, by the ids that are stored and sent. */

/** Every vendor API that can be read. */
export const providerIds = ['petra', 'genesys'] as const
/** A vendor API. */
export type ProviderId = (typeof providerIds)[number]

/** Every kind of report; each has its own schedule and snapshots. */
export const datasetIds = [
  'petra.billable-users',
  'petra.usage',
  'genesys.billable-usage',
  'genesys.trustee-overview',
  'genesys.licence-users',
  'genesys.contract-charges',
  'genesys.invoices',
] as const
/** One kind of report. */
export type DatasetId = (typeof datasetIds)[number]

/** Reports that a key may be refused, or that the vendor may not have yet: without them everything else works. */
export const optionalDatasets: readonly DatasetId[] = ['genesys.licence-users', 'genesys.contract-charges', 'genesys.invoices']

/** What a tenant is to its vendor: a Petra tenant, the Genesys organisation of a connection, or a customer of it. */
export type TenantKind = 'petra' | 'own' | 'customer'

/** The profile of invoices that Genesys itself named, instead of a file. */
export const vendorInvoiceProfile = 'Genesys Cloud (preview)'
