import type { AttentionAnswer, Finding } from '../../../src/shared/contract/attention-answers.ts'
import { openMonth } from './fake-history.ts'

const finding = (id: string, tenant: number, text: string, more: Partial<Finding> = {}): Finding => ({
  id,
  tenant,
  month: openMonth,
  snapshotId: 101,
  person: null,
  skuIds: [],
  chargeId: null,
  text,
  money: [],
  muted: null,
  ...more,
})

/** One kind with people and a muted item, one without a price. */
export const fakeAttention: AttentionAnswer = {
  month: openMonth,
  muted: 1,
  lines: [
    {
      kind: 'disabled-licences',
      title: 'Disabled people with licences',
      cost: 'licences',
      count: 1,
      sums: [{ currency: 'EUR', amount: '36.70' }],
      withoutPrice: 0,
      muted: 1,
      items: [
        finding('0123456789ab', 1, 'The account is disabled and still holds 1 paid licence.', {
          person: { id: 'p1', displayName: 'Anna Keller', userPrincipalName: 'anna@northwind.example' },
          money: [{ currency: 'EUR', amount: '36.70' }],
        }),
        finding('0123456789ac', 2, 'The account is disabled and still holds 2 paid licences.', {
          person: { id: 'p2', displayName: 'Ben Ito', userPrincipalName: null },
          money: [{ currency: 'EUR', amount: '40.70' }],
          muted: { reason: 'on leave', until: '2027-03-31', at: '2026-11-20T08:00:00.000Z', by: 'ada' },
        }),
      ],
    },
    {
      kind: 'new-tenants',
      title: 'New tenants',
      cost: 'bill',
      count: 1,
      sums: [],
      withoutPrice: 1,
      muted: 0,
      items: [finding('0123456789ad', 3, `New in ${openMonth}.`)],
    },
  ],
}
