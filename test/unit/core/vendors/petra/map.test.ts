import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../../src/main/core/base/errors.ts'
import { readTenants } from '../../../../../src/main/core/vendors/petra/map.ts'
import type { AskedFor } from '../../../../../src/main/core/vendors/provider.ts'
import { datasetById } from '../../../../../src/main/core/vendors/providers.ts'
import type { JsonObject } from '../../../../../src/shared/domain/json.ts'

const billableUsers = datasetById('petra.billable-users')
const usage = datasetById('petra.usage')
const guid = 'ABCD1234-5678-90ef-abcd-1234567890AB'
const asked: AskedFor = { externalId: 'ZZk90t', microsoftTenantId: guid.toLowerCase() }
const payload: JsonObject = {
  tenantId: 'ZZk90t',
  tenantDisplayName: 'Acme',
  microsoftTenantId: guid,
  reportGeneratedAt: '2026-01-06T12:00:00.000Z',
  totalBillableUsers: 1,
  projectedBillableUnitsThisMonth: 0,
  users: [{ id: 'user-id-1', assignedLicenseSkuIds: ['sku-id-1'] }],
}
const without = (...members: string[]): JsonObject =>
  Object.fromEntries(Object.entries(payload).filter(([name]) => !members.includes(name)))
const codes = (from: JsonObject, who = asked) => billableUsers.interpret(from, who).warnings.map((warning) => warning.code)
const refusal = (from: JsonObject, who = asked): string => {
  try {
    billableUsers.interpret(from, who)
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
  return 'accepted'
}

describe('an answer of billable-users', () => {
  it('has time, total and units', () => {
    expect(billableUsers.interpret(payload, asked)).toEqual({
      reportedAt: Date.parse('2026-01-06T12:00:00.000Z'),
      periodStart: null,
      periodEnd: null,
      reported: 1,
      units: 0,
      warnings: [],
    })
  })

  it('has no time if none was sent or it cannot be read', () => {
    expect(billableUsers.interpret(without('reportGeneratedAt'), asked).reportedAt).toBeNull()
    expect(billableUsers.interpret({ ...payload, reportGeneratedAt: 'yesterday' }, asked).reportedAt).toBeNull()
  })

  it('has a warning if the list is longer or shorter than the total', () => {
    expect(codes({ ...payload, totalBillableUsers: 3 })).toEqual(['LIST_DIFFERS'])
    expect(codes({ ...payload, totalBillableUsers: 0 })).toEqual(['LIST_DIFFERS'])
  })

  it('may be only a total, an empty list, or only a list, but not empty', () => {
    expect(codes(without('users'))).toEqual(['TOTALS_ONLY'])
    expect(codes({ ...payload, users: null })).toEqual(['TOTALS_ONLY'])
    expect(billableUsers.interpret({ ...payload, users: [], totalBillableUsers: 0 }, asked)).toMatchObject({ reported: 0, warnings: [] })
    expect(billableUsers.interpret(without('totalBillableUsers', 'projectedBillableUnitsThisMonth'), asked)).toMatchObject({
      reported: null,
      units: null,
      warnings: [],
    })
    expect(refusal({})).toBe('UNREADABLE_ANSWER')
    expect(refusal(without('users', 'totalBillableUsers'))).toBe('UNREADABLE_ANSWER')
    expect(refusal({ error: { code: 'X', message: 'y' } })).toBe('UNREADABLE_ANSWER')
  })

  it('is refused if ids or licences have the wrong type', () => {
    expect(refusal({ ...payload, users: 'none' })).toBe('UNREADABLE_ANSWER')
    expect(refusal({ ...payload, users: ['someone'] })).toBe('UNREADABLE_ANSWER')
    expect(refusal({ ...payload, users: [{ id: 7 }] })).toBe('UNREADABLE_ANSWER')
    expect(refusal({ ...payload, users: [{ id: 'a', assignedLicenseSkuIds: 'sku' }] })).toBe('UNREADABLE_ANSWER')
    expect(refusal({ ...payload, users: [{ id: 'a', assignedLicenseSkuIds: [null] }] })).toBe('UNREADABLE_ANSWER')
  })

  it('is refused with the position of the error, but without the value', () => {
    const secret = { ...payload, users: [{ id: 'a' }, { id: { name: 'Jane Roe' } }] }
    expect(() => billableUsers.interpret(secret, asked)).toThrow(/users\.1\.id/)
    expect(() => billableUsers.interpret(secret, asked)).not.toThrow(/Jane/)
  })

  it('is accepted with invalid numbers, with a warning', () => {
    expect(billableUsers.interpret({ ...payload, totalBillableUsers: '1', projectedBillableUnitsThisMonth: 1.5 }, asked)).toMatchObject({
      reported: null,
      units: null,
      warnings: [{ code: 'NUMBER_UNREADABLE' }, { code: 'NUMBER_UNREADABLE' }],
    })
  })

  it('accepts missing or unknown members in an entry', () => {
    expect(codes({ ...payload, users: [{ favourite: { colour: 'blue' } }] })).toEqual([])
    expect(billableUsers.holder({ displayName: null, accountEnabled: 'yes' })).toEqual({
      displayName: null,
      userPrincipalName: null,
      mail: null,
      accountEnabled: null,
    })
  })

  it('compares GUIDs in lower case and other ids as they are', () => {
    expect(billableUsers.entryId({ id: guid })).toBe(guid.toLowerCase())
    expect(billableUsers.entryId({ id: 'User-Id-1' })).toBe('User-Id-1')
    expect(billableUsers.entryId({ id: '' })).toBeNull()
    expect(billableUsers.entryId({})).toBeNull()
  })
})

describe('an answer about another tenant', () => {
  const byMicrosoftId: AskedFor = { externalId: guid, microsoftTenantId: null }

  it.each([
    ['another Petra tenant', { tenantId: 'ZZk90T' }],
    ['another Microsoft tenant', { microsoftTenantId: 'ffffffff-5678-90ef-abcd-1234567890ab' }],
    ['another Petra tenant of the right Microsoft tenant', { tenantId: 'other' }],
  ])('is refused: %s', (_, members) => {
    expect(refusal({ ...payload, ...members })).toBe('TENANT_MISMATCH')
  })

  it('is also refused if the request used the Microsoft id', () => {
    expect(refusal({ ...payload, microsoftTenantId: 'ffffffff-5678-90ef-abcd-1234567890ab' }, byMicrosoftId)).toBe('TENANT_MISMATCH')
    expect(refusal({ ...without('microsoftTenantId'), tenantId: 'ffffffff-5678-90ef-abcd-1234567890ab' }, byMicrosoftId)).toBe(
      'TENANT_MISMATCH',
    )
  })

  it('is accepted with either of our ids, in any spelling of a GUID', () => {
    expect(codes(payload, byMicrosoftId)).toEqual([])
    expect(codes({ ...payload, tenantId: guid.toLowerCase() })).toEqual([])
    expect(codes({ ...payload, tenantId: guid }, byMicrosoftId)).toEqual([])
    expect(codes(without('tenantId'))).toEqual([])
    expect(codes(without('microsoftTenantId'))).toEqual([])
    expect(codes(payload, { externalId: 'ZZk90t', microsoftTenantId: null })).toEqual([])
  })

  it('is accepted with a warning if it names no tenant', () => {
    expect(codes(without('tenantId', 'microsoftTenantId'))).toEqual(['TENANT_NOT_NAMED'])
    expect(codes(without('microsoftTenantId'), byMicrosoftId)).toEqual(['TENANT_NOT_NAMED'])
  })
})

describe('an answer of usage', () => {
  const totals: JsonObject = {
    asOf: '2026-10-31',
    reportGeneratedAt: '2026-11-02T08:00:00.000Z',
    totalTenants: 1,
    tenants: [{ petraTenantId: 'ZZk90t', totalLicensedUsers: 42, billableUsersThisMonth: 28, proratingPercentageThisMonth: 0.6667 }],
  }
  const nobody: AskedFor = { externalId: null, microsoftTenantId: null }

  it('is for its day, whenever it was requested', () => {
    expect(usage.interpret(totals, nobody)).toEqual({
      reportedAt: Date.parse('2026-10-31T00:00:00.000Z'),
      periodStart: '2026-10-31',
      periodEnd: '2026-10-31',
      reported: 1,
      units: null,
      warnings: [],
    })
  })

  it('is refused if it is for another day than requested, or does not state its day', () => {
    const on = (asOf: string) => ({ ...nobody, params: { asOf } })
    expect(usage.interpret(totals, on('2026-10-31')).periodEnd).toBe('2026-10-31')
    expect(() => usage.interpret(totals, on('2026-09-30'))).toThrow(/2026-10-31, but 2026-09-30 was requested/)
    expect(() => usage.interpret({ ...totals, asOf: '31.10.2026' }, on('2026-10-31'))).toThrow(/does not state its day/)
    expect(usage.interpret({ ...totals, asOf: '2026-02-30' }, nobody)).toMatchObject({
      reportedAt: Date.parse('2026-11-02T08:00:00.000Z'),
      periodEnd: null,
      warnings: [{ code: 'DAY_MISSING' }],
    })
  })

  it('keeps ids and shares as spelled', () => {
    const totalsOf = (entry: JsonObject) => (usage.kind === 'totals' ? usage.tenantTotals(entry) : null)
    const undescribed = { billableStatus: null, paused: null, firstBillableDay: null }
    expect(usage.entryId({ petraTenantId: guid })).toBe(guid)
    expect(totalsOf({ totalLicensedUsers: 42, billableUsersThisMonth: 28, proratingPercentageThisMonth: 66.67 })).toEqual({
      licensed: 42,
      units: 28,
      prorating: '66.67',
      ...undescribed,
    })
    expect(totalsOf({ totalLicensedUsers: null })).toEqual({ licensed: null, units: null, prorating: null, ...undescribed })
  })

  it('must not be empty', () => {
    expect(() => usage.interpret({}, nobody)).toThrow(AppError)
    expect(usage.interpret({ ...totals, tenants: [] }, nobody).warnings.map((warning) => warning.code)).toEqual(['LIST_DIFFERS'])
  })
})

describe('the list of tenants', () => {
  it('contains each tenant once, with missing values as missing', () => {
    const listed = readTenants({
      tenants: [
        { petraTenantId: 'ZZk90t', name: ' Acme ', microsoftTenantId: guid, isPaused: true },
        { petraTenantId: 'ZZk90T' },
        { petraTenantId: 'ZZk90t', name: 'Again' },
      ],
    })
    expect(listed).toEqual([
      { externalId: 'ZZk90t', kind: 'petra', name: 'Acme', microsoftTenantId: guid.toLowerCase(), vendorPaused: true },
      { externalId: 'ZZk90T', kind: 'petra', name: 'ZZk90T', microsoftTenantId: null, vendorPaused: null },
    ])
  })

  it('is refused without ids', () => {
    expect(() => readTenants({ tenants: [{ name: 'Acme' }] })).toThrow(AppError)
    expect(() => readTenants({})).toThrow(AppError)
  })
})
