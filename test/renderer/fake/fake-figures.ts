/** Small, complete answers for the routes of figures. */

import type { DiffAnswer } from '../../../src/shared/contract/diff-answers.ts'
import type { LicenceHoldersAnswer, LicencesAnswer } from '../../../src/shared/contract/licence-answers.ts'
import type { PersonAnswer } from '../../../src/shared/contract/people-answers.ts'
import type { RulesAnswer } from '../../../src/shared/contract/rule-answers.ts'
import type { HolderAnswer } from '../../../src/shared/contract/snapshot-answers.ts'
import type { UsageAnswer } from '../../../src/shared/contract/usage-answers.ts'
import { licenceRows, openMonth } from './fake-history.ts'

const [premium, standard, e3] = licenceRows.map((row) => row.skuId) as [string, string, string]
const person = (index: number, name: string, skus: string[], accountEnabled: boolean | null = true): HolderAnswer => ({
  id: `0000000${index}-1111-2222-3333-444444444444`,
  displayName: name,
  userPrincipalName: `${name.split(' ')[0]?.toLowerCase()}@alderfinch.example`,
  accountEnabled,
  skus,
})

export const fakeChanges: DiffAnswer = {
  tenant: 1,
  dataset: 'petra.billable-users',
  standing: 'both',
  from: { month: '2026-10', snapshotId: 102, reportedAt: '2026-10-31T21:40:00Z', observedAt: '2026-10-31T21:40:05Z', early: false },
  to: { month: openMonth, snapshotId: 101, reportedAt: '2026-11-22T02:40:11Z', observedAt: '2026-11-22T02:40:12Z', early: false },
  totals: {
    reported: { before: 58, after: 63, delta: 5 },
    listed: { before: 60, after: 65, delta: 5 },
    recounted: { before: 57, after: 61, delta: 4 },
    units: { before: 58, after: 62, delta: 4, stateBefore: 'settled', stateAfter: 'projected' },
  },
  holders: {
    added: [
      person(1, 'Ines Marrow', [premium]),
      person(2, 'Tobias Ekdahl', [standard, e3]),
      person(3, 'نورة الحربي', [premium]),
      person(4, '<b>Robert</b> Tables', [e3], null),
    ],
    removed: [person(5, 'Petra Olin', [standard], false)],
    changed: [
      {
        id: '00000006-1111-2222-3333-444444444444',
        displayName: 'Gwen Achterberg-Villanueva',
        userPrincipalName: 'gwen@alderfinch.example',
        gained: [premium],
        lost: [standard],
        attributes: [{ name: 'accountEnabled', before: true, after: false }],
      },
    ],
  },
  skus: [
    { skuId: premium, name: 'Microsoft 365 Business Premium', before: 30, after: 33, delta: 3 },
    { skuId: standard, name: 'Microsoft 365 Business Standard', before: 21, after: 20, delta: -1 },
    { skuId: e3, name: 'Microsoft 365 E3', before: 6, after: 8, delta: 2 },
  ],
  skuPrices: [],
  charges: [],
  explanation: {
    text: '+5: 4 added, 1 removed, 1 now holds a billed licence, +1 not explained by the list',
    parts: [
      { reason: 'added', delta: 4 },
      { reason: 'removed', delta: -1 },
      { reason: 'began-to-count', delta: 1 },
      { reason: 'unexplained', delta: 1 },
    ],
  },
  cost: {
    vendor: { amounts: [{ currency: 'USD', before: '174.00', after: '186.00', delta: '12.00' }], leftOut: [] },
    licences: { amounts: [{ currency: 'EUR', before: '1077.90', after: '1199.40', delta: '121.50' }], leftOut: ['Microsoft 365 E5'] },
  },
  bridge: {
    users: {
      from: 58,
      to: 63,
      delta: 5,
      parts: [
        { reason: 'added', delta: 4, tenants: [1] },
        { reason: 'removed', delta: -1, tenants: [1] },
        { reason: 'began-to-count', delta: 1, tenants: [1] },
        { reason: 'unexplained', delta: 1, tenants: [1] },
      ],
      notComparable: [],
    },
    units: {
      from: 58,
      to: 62,
      delta: 4,
      parts: [
        { reason: 'added', delta: 4, tenants: [1] },
        { reason: 'removed', delta: -1, tenants: [1] },
        { reason: 'began-to-count', delta: 1, tenants: [1] },
      ],
      notComparable: [],
      stateBefore: 'settled',
      stateAfter: 'projected',
    },
    bill: [
      {
        currency: 'USD',
        from: '174.00',
        to: '186.00',
        delta: '12.00',
        parts: [
          { reason: 'added', delta: '12.00', tenants: [1] },
          { reason: 'removed', delta: '-3.00', tenants: [1] },
          { reason: 'began-to-count', delta: '3.00', tenants: [1] },
        ],
        notComparable: [],
      },
    ],
    licences: [
      {
        currency: 'EUR',
        from: '1077.90',
        to: '1199.40',
        delta: '121.50',
        parts: [{ reason: 'added', delta: '121.50', tenants: [1] }],
        notComparable: [],
      },
    ],
  },
  warnings: [{ code: 'PROJECTED', message: 'Units of the running month are projected and may still move.' }],
}

export const fakeLicences: LicencesAnswer = {
  month: openMonth,
  dataset: 'petra.billable-users',
  tenants: { with: 6, expected: 7, missing: [6] },
  rows: licenceRows,
  assignments: licenceRows.reduce((total, row) => total + row.holders, 0),
  people: { holders: 498, disabled: 21, unknown: 6, guests: 3, recounted: 471 },
  numbers: {
    total: { reported: 500, listed: 498, recounted: 471 },
    tenants: [{ tenant: 1, reported: 63, listed: 61, recounted: 34 }],
  },
  combinations: [
    { skuIds: [premium], names: ['Microsoft 365 Business Premium'], holders: 190 },
    { skuIds: [standard], names: ['Microsoft 365 Business Standard'], holders: 120 },
    { skuIds: [premium, e3], names: ['Microsoft 365 Business Premium', 'Microsoft 365 E3'], holders: 9 },
  ],
  overlaps: [
    {
      skuId: e3,
      name: 'Microsoft 365 E3',
      coveredSkuId: licenceRows[5]?.skuId ?? '',
      coveredName: 'Microsoft Entra ID P1',
      currency: 'EUR',
      cost: '5.60',
      holders: [{ tenant: 1, holder: fakeChanges.holders.added[1] as HolderAnswer }],
    },
  ],
  cost: {
    vendor: { totals: [{ currency: 'USD', amount: '3594.00' }], lines: [], leftOut: [] },
    licences: { totals: [{ currency: 'EUR', amount: '9229.30' }], leftOut: ['Microsoft 365 E5'] },
  },
  evidence: [
    { snapshotId: 101, tenant: 1, month: openMonth, reportedAt: '2026-11-22T02:40:11Z', observedAt: '2026-11-22T02:40:12Z', early: false },
  ],
  ruleRevision: 3,
  warnings: [],
}

export const fakeLicenceHolders: LicenceHoldersAnswer = {
  month: openMonth,
  holders: fakeChanges.holders.added.map((holder, index) => ({
    tenant: (index % 3) + 1,
    holder,
    cost: [{ currency: 'EUR', amount: index === 0 ? '20.60' : '41.30' }],
  })),
  cost: { totals: [{ currency: 'EUR', amount: '61.90' }], leftOut: [] },
}

export const fakePeople: PersonAnswer[] = [...fakeChanges.holders.added, ...fakeChanges.holders.removed].map((each, index) => ({
  id: each.id,
  displayName: each.displayName,
  userPrincipalName: each.userPrincipalName,
  accountEnabled: each.accountEnabled,
  tenant: (index % 3) + 1,
  dataset: 'petra.billable-users',
  timeline: each.skus.map((skuId, place) => ({
    skuId,
    name: licenceRows.find((row) => row.skuId === skuId)?.name ?? skuId,
    firstSeen: place === 0 ? '2025-06-02T02:40:00Z' : '2026-05-04T02:40:00Z',
    lastSeen: index === 4 ? '2026-10-30T02:40:00Z' : '2026-11-22T02:40:00Z',
    absentSince: index === 4 ? '2026-10-31T02:40:00Z' : null,
    openStart: place === 0,
  })),
}))

export const fakeUsage: UsageAnswer = {
  tenant: 7,
  month: openMonth,
  dataset: 'genesys.trustee-overview',
  period: { start: '2026-10-14', end: '2026-11-13' },
  final: false,
  currency: 'USD',
  contract: {
    subscriptionType: 'PREPAY_MONTHLY_COMMITMENT',
    effectiveDate: '2024-02-14',
    endDate: '2027-02-13',
    amendmentDate: null,
    rampStartDate: null,
    rampEndDate: null,
    inRampPeriod: false,
    minimumMonthlyAmount: '12000.00',
  },
  rows: [
    usageRow('a1', 'Genesys Cloud CX 3', 'GC-170-NV-CX3', 'unit', '212', '200', null, '12', '155', '160', 'usage'),
    usageRow('a2', 'Voice minutes', 'GC-VOICE', 'minutes', '48211.5', '0', '60000', '0', '0', '0.0042', 'usage'),
    usageRow('a3', 'Voice minutes, fair use', 'GC-VOICE', 'minutes', null, null, '60000', null, null, null, 'allowance'),
    usageRow('a4', 'Speech analytics', 'GC-SPEECH', 'unit', '0', '25', null, '0', '30', '36', 'usage'),
    usageRow('a5', 'Connector by a partner', 'TP-CONN', 'unit', '3', '3', null, '0', '99', '120', 'third-party'),
    usageRow('a6', 'Basic routing', 'GC-ROUTE', 'unit', '18', '0', null, null, '0', '0', 'free'),
  ],
  totals: {
    vendor: { commitment: '31750.00', over: '1920.00' },
    thirdParty: { commitment: '297.00', over: '0.00' },
    leftOut: ['Voice minutes, fair use'],
  },
  evidence: {
    snapshotId: 701,
    tenant: 7,
    month: openMonth,
    reportedAt: '2026-11-22T02:40:11Z',
    observedAt: '2026-11-22T02:40:12Z',
    early: false,
  },
  warnings: [],
}

function usageRow(
  chargeId: string,
  name: string,
  partNumber: string,
  unit: string,
  used: string | null,
  committed: string | null,
  allowance: string | null,
  over: string | null,
  prepayPrice: string | null,
  overagePrice: string | null,
  kind: UsageAnswer['rows'][number]['kind'],
): UsageAnswer['rows'][number] {
  return {
    chargeId,
    name,
    partNumber,
    grouping: 'seats',
    unit,
    used,
    committed,
    allowance,
    over,
    prepayPrice,
    overagePrice,
    kind,
    note: null,
    commitmentCost: null,
    overCost: null,
    inTotal: kind === 'usage',
  }
}

export const fakeRules: RulesAnswer = {
  revision: 3,
  openMonth,
  flags: [
    {
      revision: null,
      from: null,
      at: null,
      skuId: licenceRows[4]?.skuId ?? '',
      name: 'Microsoft Power Automate Free',
      flag: 'excludedByVendor',
      value: true,
    },
  ],
  labels: [],
  prices: [
    {
      revision: 2,
      from: '2026-01',
      at: '2026-01-04T09:00:00Z',
      item: 'petra:unit',
      name: 'Petra unit',
      connection: null,
      amount: '3.00',
      currency: 'USD',
    },
  ],
  overlaps: [],
}
