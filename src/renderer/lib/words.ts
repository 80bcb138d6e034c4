/** What vendors' and our own names are called on screens. */
import type { DatasetName, ProviderName, RunAnswer } from '../../shared/contract/answers.ts'
import type { BridgeReason } from '../../shared/contract/bridge-answers.ts'
import type { ErrorCode } from '../../shared/contract/errors.ts'

/** Vendors by name. */
export const providerWords: Record<ProviderName, string> = { petra: 'Petra Security', genesys: 'Genesys Cloud' }

/** Datasets by name. */
export const datasetWords: Record<DatasetName, string> = {
  'petra.billable-users': 'Billable users',
  'petra.usage': 'Totals of all tenants',
  'genesys.billable-usage': 'Own organisation’s usage',
  'genesys.trustee-overview': 'Customer’s billing overview',
}

/** How a run ended. */
export const outcomeWords: Record<NonNullable<RunAnswer['outcome']>, string> = {
  recorded: 'Recorded',
  unchanged: 'Unchanged',
  failed: 'Failed',
  skipped: 'Skipped',
}

/** Why a figure changed. */
export const reasonWords: Record<BridgeReason, string> = {
  'new-tenants': 'New tenants',
  'gone-tenants': 'Tenants that left',
  added: 'People added',
  removed: 'People removed',
  'began-to-count': 'Gained a billed licence',
  'ceased-to-count': 'Lost their last billed licence',
  'rule-changed': 'A rule about licences changed',
  'entries-without-id': 'Entries without an id',
  'duplicate-entries': 'Entries sent more than once',
  'licences-gained': 'Licences gained',
  'licences-lost': 'Licences lost',
  prorated: 'Partial first month',
  paused: 'Paused by the vendor',
  trial: 'Trial',
  'not-for-resale': 'Not for resale',
  'not-billed-yet': 'Not billed yet',
  'tenant-ended': 'Tenant ended',
  'price-changed': 'Price changed',
  'priced-in-one-month': 'Priced in one month only',
  rounding: 'Rounding of lines',
  unexplained: 'Not explained by the list',
}

const attempts: Partial<Record<ErrorCode, string>> = {
  UNAUTHORIZED: 'credential refused',
  VENDOR_FORBIDDEN: 'no access',
  VENDOR_NOT_FOUND: 'unknown to the vendor',
  RATE_LIMITED: 'asked too often',
  NETWORK: 'not reached',
  TIMEOUT: 'no answer in time',
  REPORT_NOT_READY: 'report not ready',
  SECRET_MISSING: 'no credential',
  STOPPED: 'stopped',
}

/** How the last attempt went wrong, in two or three words; its message stands in a hint or beside it. */
export const attemptWords = (code: ErrorCode): string => attempts[code] ?? 'failed'
