import type { BridgeReason } from '../contract/bridge-answers.ts'

/** The names of the reasons for a change, in every host and in the workbook, in display order. */
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

/** The names for one tenant's change: the same, unless they refer to several tenants. */
export const tenantReasonWords: Record<BridgeReason, string> = {
  ...reasonWords,
  'new-tenants': 'The tenant is new',
  'gone-tenants': 'The tenant left',
}
