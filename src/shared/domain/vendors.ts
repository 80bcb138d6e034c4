/** Ids of the vendors and of their reports, as stored and sent. */

/** Every supported vendor API. */
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

/** Reports that may be refused to a key or not exist yet; everything else works without them. */
export const optionalDatasets: readonly DatasetId[] = ['genesys.licence-users', 'genesys.contract-charges', 'genesys.invoices']

/** A tenant's relation to its vendor: a Petra tenant, the own Genesys organisation of a connection, or a customer of it. */
export type TenantKind = 'petra' | 'own' | 'customer'

/** The profile of invoices imported from Genesys instead of from a file. */
export const vendorInvoiceProfile = 'Genesys Cloud (preview)'
