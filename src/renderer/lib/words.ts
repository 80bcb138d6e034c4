/** Display texts for names in the contract. */

import type { RunAnswer } from '../../shared/contract/answers.ts'
import type { BridgeReason } from '../../shared/contract/bridge-answers.ts'
import type { ErrorCode } from '../../shared/contract/errors.ts'
import type { DatasetId, ProviderId } from '../../shared/domain/vendors.ts'

export const providerWords: Record<ProviderId, string> = { petra: 'Petra Security', genesys: 'Genesys Cloud' }

export const datasetWords: Record<DatasetId, string> = {
  'petra.billable-users': 'Billable users',
  'petra.usage': 'Totals of all tenants',
  'genesys.billable-usage': 'Own organisation’s usage',
  'genesys.trustee-overview': 'Customer’s billing overview',
}

export const outcomeWords: Record<NonNullable<RunAnswer['outcome']>, string> = {
  recorded: 'Recorded',
  unchanged: 'Unchanged',
  failed: 'Failed',
  skipped: 'Skipped',
}

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

/** Why the last attempt failed, in two or three words; the full message is shown elsewhere. */
export const attemptWords = (code: ErrorCode): string => attempts[code] ?? 'failed'
