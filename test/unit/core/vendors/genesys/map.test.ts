import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../../src/main/core/base/errors.ts'
import { billableUsage, overviewChargeId, trusteeOverview } from '../../../../../src/main/core/vendors/genesys/map.ts'
import type { JsonObject } from '../../../../../src/shared/domain/json.ts'

const row = {
  name: 'Genesys Cloud CX 2 Concurrent',
  partNumber: 'GC-170-NV-EX2C',
  grouping: 'user-license',
  unitOfMeasureType: 'seat',
  usageQuantity: '92',
  overagePrice: '98.00',
  prepayQuantity: '85.000',
  prepayPrice: '84.50',
}
const overview = (changes: JsonObject = {}): JsonObject => ({
  organization: { id: '5C1B6A0E-7F34-4C0D-9A52-2F0A8E6D4B11', name: 'Somebody' },
  currency: 'EUR',
  enabledProducts: [],
  subscriptionType: 'PREPAY',
  billingPeriodStartDate: '2026-07-21T00:00:00Z',
  billingPeriodEndDate: '2026-08-20T23:59:59Z',
  usages: [row],
  ...changes,
})
const asked = { externalId: '5c1b6a0e-7f34-4c0d-9a52-2f0a8e6d4b11', microsoftTenantId: null }
const codes = (payload: JsonObject) => trusteeOverview.interpret(payload, asked).warnings.map((warning) => warning.code)
const refusal = (read: () => unknown) => {
  try {
    read()
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
  return null
}

describe('an overview', () => {
  it('has the UTC days of its period', () => {
    expect(trusteeOverview.interpret(overview(), asked)).toEqual({
      reportedAt: null,
      periodStart: '2026-07-21',
      periodEnd: '2026-08-20',
      reported: null,
      units: null,
      warnings: [],
    })
    const withMilliseconds = overview({ billingPeriodEndDate: '2026-08-20T23:59:59.999+0000' })
    expect(trusteeOverview.interpret(withMilliseconds, asked).periodEnd).toBe('2026-08-20')
    const otherOffset = overview({ billingPeriodStartDate: '2026-07-21T01:30:00+02:00' })
    expect(trusteeOverview.interpret(otherOffset, asked).periodStart).toBe('2026-07-20')
  })

  it('is refused without its period or its list, or with its dates in the wrong order', () => {
    for (const changes of [
      { billingPeriodEndDate: null },
      { billingPeriodStartDate: 'soon' },
      { usages: null },
      { usages: ['x'] },
      { billingPeriodEndDate: '2026-07-01T00:00:00Z' },
    ]) {
      expect(refusal(() => trusteeOverview.interpret(overview(changes), asked))).toBe('UNREADABLE_ANSWER')
    }
  })

  it('must be about the requested customer', () => {
    expect(refusal(() => trusteeOverview.interpret(overview({ organization: { id: 'another' } }), asked))).toBe('TENANT_MISMATCH')
    expect(codes(overview({ organization: {} }))).toEqual(['TENANT_NOT_NAMED'])
  })

  it.each(['', ' ', 'EURO', '€', '2026-01-01', 'EU\ud800', 978])(
    'has no currency if it states %j, which can have no amounts',
    (currency) => {
      expect(codes(overview({ currency }))).toEqual(['CURRENCY_MISSING'])
      expect(trusteeOverview.contract?.(overview({ currency }))?.currency).toBeNull()
    },
  )

  it('has warnings for unreadable members, and keeps them', () => {
    expect(codes(overview({ currency: null, usages: [{ ...row, usageQuantity: 'many' }, row, { ...row, prepayPrice: '' }] }))).toEqual([
      'CURRENCY_MISSING',
      'QUANTITY_UNREADABLE',
    ])
  })

  it('has quantities and prices as the vendor spells them, and missing ones as missing', () => {
    expect(trusteeOverview.charge({ ...row, overagePrice: '', usageQuantity: '0.10', isThirdParty: true })).toEqual({
      name: row.name,
      partNumber: row.partNumber,
      grouping: 'user-license',
      unit: 'seat',
      used: '0.10',
      committed: '85.000',
      prepayPrice: '84.50',
      overagePrice: null,
      isThirdParty: true,
      notes: null,
    })
  })

  it('has the contract in UTC days', () => {
    const contract = trusteeOverview.contract?.(
      overview({ contractEndDate: '2028-03-20T23:59:59Z', minimumMonthlyAmount: '6500.00', inRampPeriod: false }),
    )
    expect(contract).toMatchObject({
      currency: 'EUR',
      endDate: '2028-03-20',
      minimumMonthlyAmount: '6500.00',
      inRampPeriod: false,
      rampEndDate: null,
    })
  })
})

describe('a charge of the overview', () => {
  it('is identified by part number, grouping, unit and name together', () => {
    const expected = createHash('sha256')
      .update('["GC-170-NV-EX2C","user-license","seat","Genesys Cloud CX 2 Concurrent"]')
      .digest('hex')
      .slice(0, 12)
    expect(overviewChargeId(row)).toBe(expected)
    expect(trusteeOverview.entryId(row)).toBe(expected)
    expect(overviewChargeId({})).toBeNull()
  })

  it('has another id if any of the four differs, and the same if only its numbers do', () => {
    fc.assert(
      fc.property(fc.constantFrom('name', 'partNumber', 'grouping', 'unitOfMeasureType'), fc.string(), (member, text) => {
        const changed = { ...row, [member]: text }
        expect(overviewChargeId(changed) === overviewChargeId(row)).toBe(text === row[member as keyof typeof row])
        expect(overviewChargeId({ ...changed, usageQuantity: text })).toBe(overviewChargeId(changed))
      }),
    )
  })
})

describe('a billable usage report', () => {
  const report = (changes: JsonObject = {}): JsonObject => ({
    id: 'b2f0c6a4',
    startDate: '2026-07-21T00:00:00.000Z',
    endDate: '2026-08-20T23:59:59.999Z',
    status: 'Complete',
    usages: [
      {
        name: 'Genesys Cloud CX 2',
        totalUsage: '222.340',
        resources: [{ name: 'anna@partner.example', date: '2026-07-21T06:02:11.000Z' }],
      },
    ],
    ...changes,
  })
  const own = { externalId: 'own', microsoftTenantId: null }

  it('has the days of its span; a missing status means a finished report', () => {
    expect(billableUsage.interpret(report({ status: null }), own)).toMatchObject({
      periodStart: '2026-07-21',
      periodEnd: '2026-08-20',
      warnings: [],
    })
  })

  it('is refused if unfinished or without its span', () => {
    expect(refusal(() => billableUsage.interpret(report({ status: 'InProgress', usages: [] }), own))).toBe('UNREADABLE_ANSWER')
    expect(refusal(() => billableUsage.interpret(report({ endDate: null }), own))).toBe('UNREADABLE_ANSWER')
    expect(refusal(() => billableUsage.interpret(report({ usages: [{ name: 'x', totalUsage: '1', resources: [7] }] }), own))).toBe(
      'UNREADABLE_ANSWER',
    )
  })

  it('may end before the requested day, but another cycle is a warning', () => {
    const params = { startDate: '2026-07-21T00:00:00.000Z', endDate: '2026-08-20T23:59:59.999Z' }
    const warnings = (changes: JsonObject) => billableUsage.interpret(report(changes), { ...own, params }).warnings.map((each) => each.code)
    expect(warnings({ endDate: '2026-08-10T23:59:59.999Z' })).toEqual([])
    expect(warnings({ startDate: '2026-07-01T00:00:00.000Z' })).toEqual(['PERIOD_DIFFERS'])
  })

  it('identifies charges by name, and lower-cases ids of resources only if they are GUIDs', () => {
    expect(billableUsage.entryId({ name: 'Genesys Cloud CX 2' })).toBe('Genesys Cloud CX 2')
    expect(billableUsage.nested?.entryId({ name: 'Anna@Partner.example' })).toBe('Anna@Partner.example')
    expect(billableUsage.nested?.entryId({ name: '5C1B6A0E-7F34-4C0D-9A52-2F0A8E6D4B11' })).toBe(asked.externalId)
    expect(billableUsage.holder({ name: 'anna@partner.example', date: 'x' })).toMatchObject({
      displayName: null,
      userPrincipalName: 'anna@partner.example',
      accountEnabled: null,
    })
    // Anything that is not an address is treated as a device.
    expect(billableUsage.holder({ name: 'edge-turn-01', date: 'x' })).toMatchObject({ displayName: 'edge-turn-01', device: true })
  })
})
