/** The vendors and their reports, by the ids that are stored and sent. */

/** Every vendor API that can be read. */
export const providerIds = ['petra', 'genesys'] as const
/** A vendor API. */
export type ProviderId = (typeof providerIds)[number]

/** Every kind of report; each has its own schedule and snapshots. */
export const datasetIds = ['petra.billable-users', 'petra.usage', 'genesys.billable-usage', 'genesys.trustee-overview'] as const
/** One kind of report. */
export type DatasetId = (typeof datasetIds)[number]
