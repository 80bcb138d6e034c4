import type { BridgeReason } from '../contract/bridge-answers.ts'

/** The reasons of a change as every host and the workbook name them, in the order in which they are shown. */
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

/** The reasons of one tenant's change: the same words, except where those speak of several tenants. */
export const tenantReasonWords: Record<BridgeReason, string> = {
  ...reasonWords,
  'new-tenants': 'The tenant is new',
  'gone-tenants': 'The tenant left',
}
