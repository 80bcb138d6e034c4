import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { reporting } from '../../../support/reporting.ts'

const overview = { dataset: 'genesys.trustee-overview' as const }

/** The worked example of a customer's overview, with one row of each kind. */
const rows: [
  name: string,
  part: string,
  grouping: string,
  unit: string,
  used: string,
  overage: string | null,
  committed: string,
  prepay: string | null,
  third?: true,
][] = [
  ['Genesys Cloud CX 2 Concurrent', 'GC-170-NV-EX2C', 'user-license', 'seat', '92', '98.00', '85', '84.50'],
  ['Genesys Cloud Communicate User', 'GC-170-NV-EXCOM', 'user-license', 'seat', '31', '16.00', '40', '14.00'],
  ['Genesys Cloud Collaborate User', 'GC-170-NV-EXCOL', 'user-license', 'seat', '118', '0.00', '0', null],
  ['Genesys Cloud CX 2 WEM Add-On I Concurrent', 'GC-170-NV-EX2W', 'user-license', 'seat', '0', '35.00', '10', '29.75'],
  ['Genesys Cloud Data Storage', 'GC-170-NV-EXSTO', 'storage', 'gigabyte', '3127.482', '0.20', '2762.5', '0.00'],
  ['Genesys Cloud BYOC Cloud', 'GC-170-NV-EXBYOC', 'resource', 'minute', '601344.2', '0.0012', '0', null],
  ['Genesys Cloud Voice Transcription', 'GC-170-NV-EXVT', 'resource', 'minute', '148220', '0.0060', '0', null],
  ['Genesys Cloud Voice Transcription', 'GC-170-NV-EXVT', 'fair-use', 'minute', '552500', null, '0', null],
  ['AI Experience Tokens Concurrent', 'GC-170-NV-AITC', 'rollup', 'token', '512.75', '0.80', '0', null],
  ['AI Experience Tokens Concurrent', 'GC-170-NV-AITC', 'fair-use', 'token', '350', null, '0', null],
  ['Genesys Cloud for Bot Flow - Voice', 'GC-170-NV-EXBFV', 'rollup-usage', 'token', '402.25', null, '0', null],
  ['AI Summary', 'GC-170-NV-EXAIS', 'rollup-usage', 'token', '110.5', null, '0', null],
  ['Acme Survey Suite - Org Licence', 'TP-170-NV-ACMESUR', 'billable-app-org-license', 'org', '1', '450.00', '1', '400.00', true],
  ['Acme CRM Connector - Named (pack of 5)', 'TP-170-NV-ACMECRM5', 'billable-app-usage-license', 'seat', '7', '25.00', '2', '20.00', true],
  ['Genesys Cloud Static WebRTC TURN Charge', 'GC-170-NV-EXTURN', 'device', 'device', '3', '1.00', '0', null],
  ['WhatsApp Private Messaging', 'GC-170-NV-EXWHA', 'messaging-usage', 'message', '8412', '0.0052', '0', null],
]

function payload(
  changes: (usage: Record<string, unknown>) => Record<string, unknown> | null = (usage) => usage,
  more: Record<string, unknown> = {},
) {
  const usages = rows.flatMap(
    ([name, partNumber, grouping, unitOfMeasureType, usageQuantity, overagePrice, prepayQuantity, prepayPrice, isThirdParty]) => {
      const usage = {
        name,
        partNumber,
        grouping,
        unitOfMeasureType,
        usageQuantity,
        prepayQuantity,
        ...(overagePrice === null ? {} : { overagePrice }),
        ...(prepayPrice === null ? {} : { prepayPrice }),
        ...(isThirdParty ? { isThirdParty } : {}),
      }
      return changes(usage) ?? []
    },
  )
  return {
    organization: { id: 'T3', name: 'Northwind Contact' },
    currency: 'EUR',
    enabledProducts: [],
    subscriptionType: 'PREPAY_MONTHLY_COMMITMENT',
    billingPeriodStartDate: '2026-07-21T00:00:00Z',
    billingPeriodEndDate: '2026-08-20T23:59:59Z',
    contractEndDate: '2028-03-20T23:59:59Z',
    minimumMonthlyAmount: '6500.00',
    usages,
    ...more,
  }
}

async function recorded(...payloads: [payload: unknown, observedAt: string][]) {
  const app = await reporting('2026-09-01T00:00:00Z')
  for (const [body, observedAt] of payloads) app.record(body, { ...overview, observedAt: Date.parse(observedAt) })
  return app
}

describe("a customer's usage", () => {
  test('computes the worked example by its rules', async () => {
    const app = await recorded([payload(), '2026-08-20T20:00:00Z'])
    const usage = await app.ask('usage.get', { tenant: 3 })
    expect(usage).toMatchObject({ month: '2026-08', period: { start: '2026-07-21', end: '2026-08-20' }, currency: 'EUR', final: false })
    const shown = Object.fromEntries(
      usage.rows.map((row) => [
        `${row.name} / ${row.grouping}`,
        [row.kind, row.used, row.committed, row.allowance, row.over, row.commitmentCost, row.overCost, row.inTotal, row.note],
      ]),
    )
    const byPolicy = "no allowance sent; the vendor's policy may cover it"
    expect(shown).toEqual({
      'Genesys Cloud CX 2 Concurrent / user-license': ['usage', '92', '85', null, '7', '7182.50', '686.00', true, null],
      'Genesys Cloud Communicate User / user-license': ['usage', '31', '40', null, '0', '560.00', '0.00', true, null],
      'Genesys Cloud Collaborate User / user-license': ['free', '118', '0', null, '0', null, null, false, 'free'],
      'Genesys Cloud CX 2 WEM Add-On I Concurrent / user-license': [
        'usage',
        '0',
        '10',
        null,
        '0',
        '297.50',
        '0.00',
        true,
        'committed and not used',
      ],
      'Genesys Cloud Data Storage / storage': ['usage', '3127.482', '2762.5', null, '364.982', '0.00', '73.00', true, null],
      'Genesys Cloud BYOC Cloud / resource': ['usage', '601344.2', '0', null, '601344.2', '0.00', '721.61', false, byPolicy],
      'Genesys Cloud Voice Transcription / resource': ['usage', '148220', '0', '552500', '0', '0.00', '0.00', true, null],
      'Genesys Cloud Voice Transcription / fair-use': ['allowance', null, '0', '552500', null, null, null, false, null],
      'AI Experience Tokens Concurrent / rollup': ['usage', '512.75', '0', '350', '162.75', '0.00', '130.20', true, null],
      'AI Experience Tokens Concurrent / fair-use': ['allowance', null, '0', '350', null, null, null, false, null],
      'Genesys Cloud for Bot Flow - Voice / rollup-usage': ['rollup-detail', '402.25', '0', null, null, null, null, false, null],
      'AI Summary / rollup-usage': ['rollup-detail', '110.5', '0', null, null, null, null, false, null],
      'Acme Survey Suite - Org Licence / billable-app-org-license': ['third-party', '1', '1', null, '0', '400.00', '0.00', true, null],
      'Acme CRM Connector - Named (pack of 5) / billable-app-usage-license': [
        'third-party',
        '7',
        '2',
        null,
        '5',
        '40.00',
        '125.00',
        true,
        null,
      ],
      'Genesys Cloud Static WebRTC TURN Charge / device': ['usage', '3', '0', null, '3', '0.00', '3.00', true, null],
      'WhatsApp Private Messaging / messaging-usage': ['usage', '8412', '0', null, '8412', '0.00', '43.74', true, null],
    })
    const byoc = usage.rows.find((row) => row.partNumber === 'GC-170-NV-EXBYOC')!
    // 7,182.50 + 560.00 + 297.50, and 686.00 + 73.00 + 130.20 + 3.00 + 43.74 (without the 721.61 that a policy may cover).
    expect(usage.totals).toEqual({
      vendor: { commitment: '8040.00', over: '935.94' },
      thirdParty: { commitment: '440.00', over: '125.00' },
      leftOut: [byoc.chargeId],
    })
    const id = createHash('sha256')
      .update(JSON.stringify(['GC-170-NV-EXBYOC', 'resource', 'minute', 'Genesys Cloud BYOC Cloud']))
      .digest('hex')
    expect(byoc.chargeId).toBe(id.slice(0, 12))
    expect(usage.contract).toMatchObject({
      subscriptionType: 'PREPAY_MONTHLY_COMMITMENT',
      endDate: '2028-03-20',
      minimumMonthlyAmount: '6500.00',
    })
  })

  test('treats an empty quantity as missing, never as zero', async () => {
    const app = await recorded([
      payload((usage) => (usage.partNumber === 'GC-170-NV-EX2C' ? { ...usage, prepayQuantity: '' } : usage)),
      '2026-08-20T20:00:00Z',
    ])
    const usage = await app.ask('usage.get', { tenant: 3 })
    const seats = usage.rows.find((row) => row.partNumber === 'GC-170-NV-EX2C')!
    expect(seats).toMatchObject({ used: '92', committed: null, over: null, commitmentCost: null, overCost: null, inTotal: false })
    expect(usage.totals?.leftOut).toContain(seats.chargeId)
  })

  test('is final after two equal readings at least three days apart past the end', async () => {
    const app = await recorded(
      [payload(), '2026-08-20T20:00:00Z'],
      [payload(), '2026-08-21T02:00:00Z'],
      [payload(), '2026-08-24T01:00:00Z'],
    )
    expect((await app.ask('usage.get', { tenant: 3 })).final).toBe(false)
    app.record(payload(), { ...overview, observedAt: Date.parse('2026-08-24T02:00:00Z') })
    expect((await app.ask('usage.get', { tenant: 3 })).final).toBe(true)
    app.record(
      payload((usage) => ({ ...usage, usageQuantity: '1' })),
      { ...overview, observedAt: Date.parse('2026-08-25T02:00:00Z') },
    )
    expect((await app.ask('usage.get', { tenant: 3 })).final).toBe(false)
  })

  test('shares one allowance between rows of the same part number and unit', async () => {
    const usages = [
      {
        name: 'A',
        partNumber: 'P',
        grouping: 'resource',
        unitOfMeasureType: 'minute',
        usageQuantity: '100',
        overagePrice: '1',
        prepayQuantity: '0',
      },
      {
        name: 'B',
        partNumber: 'P',
        grouping: 'resource',
        unitOfMeasureType: 'minute',
        usageQuantity: '50',
        overagePrice: '1',
        prepayQuantity: '0',
      },
      { name: 'A', partNumber: 'P', grouping: 'fair-use', unitOfMeasureType: 'minute', usageQuantity: '120', prepayQuantity: '0' },
      { name: 'A', partNumber: 'P', grouping: 'fair-use', unitOfMeasureType: 'hour', usageQuantity: '999', prepayQuantity: '0' },
    ]
    const app = await recorded([payload(() => null, { usages }), '2026-08-20T20:00:00Z'])
    const { rows: shown, totals } = await app.ask('usage.get', { tenant: 3 })
    const over = shown.filter((row) => row.kind === 'usage').reduce((sum, row) => sum + Number(row.over), 0)
    expect(over).toBe(30)
    expect(totals?.vendor.over).toBe('30.00')
  })

  test('compares two periods and detects a rename', async () => {
    const later = payload((usage) => (usage.partNumber === 'GC-170-NV-EXTURN' ? { ...usage, name: 'TURN', usageQuantity: '4' } : usage), {
      billingPeriodStartDate: '2026-08-21T00:00:00Z',
      billingPeriodEndDate: '2026-09-20T23:59:59Z',
    })
    const app = await recorded([payload(), '2026-08-20T20:00:00Z'], [later, '2026-08-30T20:00:00Z'])
    const diff = await app.ask('diff.get', { tenant: 3, from: '2026-08', to: '2026-09' })
    expect(diff.charges).toHaveLength(1)
    expect(diff.charges[0]).toMatchObject({
      name: 'TURN',
      used: { before: '3', after: '4', delta: '1' },
      committed: { before: '0', after: '0', delta: '0' },
      renamedFrom: { name: 'Genesys Cloud Static WebRTC TURN Charge' },
    })
    expect(diff.totals.reported).toEqual({ before: null, after: null, delta: null })
  })

  test('shows a charge over periods, and refuses sums that make no sense', async () => {
    const app = await recorded([payload(), '2026-08-20T20:00:00Z'])
    const { rows: shown } = await app.ask('usage.get', { tenant: 3 })
    const { chargeId } = shown.find((row) => row.partNumber === 'GC-170-NV-EX2C')!
    const used = await app.ask('trend.get', { figure: `used:${chargeId}`, to: '2026-09' })
    expect(used.points).toMatchObject([
      { month: '2026-08', tenant: 3, value: '92' },
      { month: '2026-09', tenant: 3, value: null, snapshotId: null },
    ])
    expect(used.unit).toBe('seat')
    await expect(app.ask('trend.get', { figure: `used:${chargeId}`, sum: true })).rejects.toMatchObject({ code: 'NOT_ADDABLE' })
    const committed = await app.ask('trend.get', { figure: `committed:${chargeId}`, sum: true, from: '2026-08', to: '2026-08' })
    expect(committed.points).toEqual([{ month: '2026-08', value: '85', tenants: { with: 1, expected: 1, missing: [] } }])
  })

  test.each([
    [{ tenant: 1 }, 'BAD_REQUEST'],
    [{ tenant: 3, month: '2026-07' }, 'NO_SNAPSHOT'],
    [{ tenant: 'nobody' }, 'NOT_FOUND'],
  ])('refuses %j with %s', async (input, code) => {
    const app = await recorded([payload(), '2026-08-20T20:00:00Z'])
    await expect(app.ask('usage.get', input)).rejects.toMatchObject({ code })
  })
})

describe("an organisation's own usage", () => {
  test('identifies charges by name, with the resources that caused them', async () => {
    const app = await reporting('2026-09-01T00:00:00Z')
    const report = (start: string, end: string, names: string[]) => ({
      startDate: `${start}T00:00:00.000Z`,
      endDate: `${end}T23:59:59.999Z`,
      status: 'Complete',
      usages: [
        {
          name: 'Genesys Cloud CX 2',
          totalUsage: String(names.length),
          resources: names.map((name) => ({ name, date: `${start}T06:00:00.000Z` })),
        },
      ],
    })
    app.record(report('2026-06-21', '2026-07-20', ['anna', 'jonas']), {
      dataset: 'genesys.billable-usage',
      observedAt: Date.parse('2026-07-20T20:00:00Z'),
    })
    app.record(report('2026-07-21', '2026-08-20', ['anna', 'lea']), {
      dataset: 'genesys.billable-usage',
      observedAt: Date.parse('2026-08-20T20:00:00Z'),
    })
    const usage = await app.ask('usage.get', { tenant: 2 })
    expect(usage.rows).toMatchObject([{ name: 'Genesys Cloud CX 2', used: '2', committed: null, over: null }])
    expect(usage.totals).toBeNull()
    const diff = await app.ask('diff.get', { tenant: 2, from: '2026-07', to: '2026-08' })
    expect(diff.holders.added.map((holder) => holder.id)).toEqual(['lea'])
    expect(diff.holders.removed.map((holder) => holder.id)).toEqual(['jonas'])
    expect(diff.holders.changed).toEqual([])
    expect(diff.charges).toEqual([])
    const [jonas] = await app.ask('people.search', { query: 'JON' })
    expect(jonas).toMatchObject({
      id: 'jonas',
      tenant: 2,
      timeline: [
        { name: 'Genesys Cloud CX 2', firstSeen: '2026-07-20T20:00:00.000Z', absentSince: '2026-08-20T20:00:00.000Z', openStart: true },
      ],
    })
  })
})
