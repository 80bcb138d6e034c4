/** A small made-up history for the page: the contract's types, with numbers that change a little every month. */
import type { ConnectionAnswer, TenantAnswer } from '../../../src/shared/contract/connection-answers.ts'
import type { MonthsAnswer } from '../../../src/shared/contract/figure-answers.ts'
import type { LicenceRow } from '../../../src/shared/contract/licence-answers.ts'

export const openMonth = '2026-11'
export const months: string[] = Array.from({ length: 18 }, (_, index) => {
  const at = new Date(Date.UTC(2026, 10 - index, 1))
  return at.toISOString().slice(0, 7)
})
/** A month in which nothing was collected. */
export const gapMonth = '2026-03'

const tenantNames = [
  'Alder & Finch Dental Group',
  'Blue Harbor Logistics',
  'Caldera Legal LLP',
  'Dunmore Primary Schools',
  'مجموعة النخيل الطبية',
  'Evergreen Hospitality Holdings and Subsidiaries of the Greater North-Western Region',
  'Fjord Instruments AS',
]

export function fakeTenants(count: number): TenantAnswer[] {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    connection: index % 7 === 6 ? 'Genesys EU' : 'Petra MSP',
    provider: index % 7 === 6 ? ('genesys' as const) : ('petra' as const),
    kind: index % 7 === 6 ? ('customer' as const) : ('petra' as const),
    externalId: `Zk${index}r8`,
    name: `${tenantNames[index % tenantNames.length]}${index >= tenantNames.length ? ` ${index + 1}` : ''}`,
    microsoftTenantId: null,
    paused: index === 3,
    pausedItself: index === 3,
    vendorPaused: false,
    gone: false,
    lastSnapshotAt: index === 2 ? '2026-11-14T05:12:00Z' : index === 5 && count > 1 ? null : '2026-11-22T02:41:00Z',
    lastError:
      index === 2
        ? { code: 'VENDOR_FORBIDDEN' as const, message: 'The vendor does not let this key read the tenant. Check its access at Petra.' }
        : null,
  }))
}

export const fakeConnections: ConnectionAnswer[] = [
  {
    name: 'Petra MSP',
    provider: 'petra',
    url: 'https://api.petrasecurity.com',
    cycleDay: null,
    state: 'ok',
    paused: false,
    secret: 'keychain',
    tenants: 6,
    lastRunAt: '2026-11-22T02:41:00Z',
    lastError: null,
  },
  {
    name: 'Genesys EU',
    provider: 'genesys',
    url: 'https://api.mypurecloud.de',
    cycleDay: 21,
    state: 'needs-credential',
    paused: false,
    secret: 'env:GENESYS_SECRET',
    tenants: 1,
    lastRunAt: '2026-11-21T02:40:00Z',
    lastError: { code: 'UNAUTHORIZED', message: 'The vendor refused the client’s secret. Replace it in Settings.' },
  },
]

/** A tenant's reported total in a month: steady growth with one drop, and a gap without a snapshot. */
export function reportedOf(tenant: number, month: string): number | null {
  if (month === gapMonth && tenant % 2 === 1) return null
  const age = months.indexOf(month)
  if (age < 0) return null
  return 40 + tenant * 23 + (17 - age) * ((tenant % 3) + 1) - (age === 6 ? 9 : 0)
}

export function monthsAnswer(tenants: number): MonthsAnswer {
  return {
    timeZone: 'Europe/Berlin',
    openMonth,
    goneSince: null,
    months: months.map((month, index) => ({
      month,
      open: index === 0,
      tenants: { with: month === '2026-02' ? 0 : tenants, expected: tenants, missing: [] },
      early: [],
      approvedAt: null,
    })),
  }
}

const skus: [string, string, string, number, string | null][] = [
  ['cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46', 'SPB', 'Microsoft 365 Business Premium', 214, '20.60'],
  ['f245ecc8-75af-4f8e-b61f-27d8114de5f3', 'O365_BUSINESS_PREMIUM', 'Microsoft 365 Business Standard', 131, '11.70'],
  ['05e9a617-0261-4cee-bb44-138d3ef5d965', 'SPE_E3', 'Microsoft 365 E3', 88, '35.70'],
  ['06ebc4ee-1bb5-47dd-8120-11324bc54e06', 'SPE_E5', 'Microsoft 365 E5', 41, null],
  ['f30db892-07e9-47e9-837c-80727f46fd3d', 'FLOW_FREE', 'Microsoft Power Automate Free', 173, null],
  ['078d2b04-f1bd-4111-bbd4-b4b1b354cef4', 'AAD_PREMIUM', 'Microsoft Entra ID P1', 26, '5.60'],
]

export const licenceRows: LicenceRow[] = skus.map(([skuId, partNumber, name, holders, unitPrice], index) => ({
  skuId,
  partNumber,
  name,
  holders,
  enabledHolders: holders - index - 2,
  disabledHolders: index + 1,
  unknownHolders: 1,
  change: [4, -3, 0, 2, 11, null][index] ?? null,
  excludedByVendor: partNumber === 'FLOW_FREE',
  free: partNumber === 'FLOW_FREE',
  unitPrice,
  currency: unitPrice ? 'EUR' : null,
  cost: unitPrice ? (Number(unitPrice) * holders).toFixed(2) : null,
  sparkline: Array.from({ length: 12 }, (_, month) => (month === 4 ? null : holders - 12 + month)),
}))
