/** Display texts for names in the contract. */
import type { RunAnswer } from '../../shared/contract/collecting-answers.ts'
import type { ErrorCode } from '../../shared/contract/errors.ts'
import type { DatasetId, ProviderId } from '../../shared/domain/vendors.ts'

export const providerWords: Record<ProviderId, string> = { petra: 'Petra Security', genesys: 'Genesys Cloud' }

export const datasetWords: Record<DatasetId, string> = {
  'petra.billable-users': 'Billable users',
  'petra.usage': 'Totals of all tenants',
  'genesys.billable-usage': 'Own organisation’s usage',
  'genesys.trustee-overview': 'Customer’s billing overview',
  'genesys.licence-users': 'Who holds licences',
  'genesys.contract-charges': 'Contract charges (preview)',
  'genesys.invoices': 'Genesys’s invoices (preview)',
}

export const outcomeWords: Record<NonNullable<RunAnswer['outcome']>, string> = {
  recorded: 'Recorded',
  unchanged: 'Unchanged',
  failed: 'Failed',
  skipped: 'Skipped',
}

const attempts: Partial<Record<ErrorCode, string>> = {
  UNAUTHORIZED: 'credential rejected',
  VENDOR_FORBIDDEN: 'no access',
  VENDOR_NOT_FOUND: 'not found at the vendor',
  RATE_LIMITED: 'rate limit reached',
  NETWORK: 'not reachable',
  TIMEOUT: 'timed out',
  REPORT_NOT_READY: 'report not ready',
  SECRET_MISSING: 'no credential',
  STOPPED: 'stopped',
}

/** Why the last attempt failed, in two or three words; the full message is shown elsewhere. */
export const attemptWords = (code: ErrorCode): string => attempts[code] ?? 'failed'
