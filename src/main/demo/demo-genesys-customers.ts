/**
 * The demo's Genesys customers: eight customers of a partner, with at least one example of every case in overviews.
 * Product names are the vendor's; all part numbers but one, prices and companies are made up.
 */
import { Temporal } from 'temporal-polyfill'
import type { Amount, Commitment, RowName } from './genesys-rows.ts'
import type { SimulatedTerms } from './genesys-world.ts'

/** A line of a customer's contract. */
export type ContractLine =
  | { kind: 'seats'; row: RowName; used: Amount; overage: string; committed?: Commitment[]; thirdParty?: boolean; bundle?: string }
  | {
      kind: 'meter'
      row: RowName
      used: Amount
      decimals: number
      overage: string
      committed?: Commitment[]
      allowance?: number
      notes?: string
    }
  | { kind: 'tokens'; free: number; overage: string; features: { row: RowName; used: Amount }[]; renamedFrom?: string }

/** A customer with its contract. */
export interface CustomerPlan {
  name: string
  cycleDay: number
  since: string
  disabledFrom?: string
  terms: Omit<SimulatedTerms, 'enabledProducts' | 'effectiveDate' | 'endDate'> & Partial<Pick<SimulatedTerms, 'amendmentDate'>>
  lines: ContractLine[]
}

const row = (name: string, partNumber: string, grouping: string, unit: string): RowName => ({ name, partNumber, grouping, unit })

const cx1 = row('Genesys Cloud CX 1', 'GC-170-NV-DMCX1', 'user-license', 'seat')
const cx2 = row('Genesys Cloud CX 2', 'GC-170-NV-DMCX2', 'user-license', 'seat')
const cx2Concurrent = row('Genesys Cloud CX 2 Concurrent', 'GC-170-NV-DMCX2C', 'user-license', 'seat')
const cx3 = row('Genesys Cloud CX 3', 'GC-170-NV-DMCX3', 'user-license', 'seat')
const communicate = row('Genesys Cloud Communicate User', 'GC-170-NV-DMCOM', 'user-license', 'seat')
const collaborate = row('Genesys Cloud Collaborate User', 'GC-170-NV-DMCOL', 'user-license', 'seat')
const wem = row('Genesys Cloud CX 2 WEM Add-On I', 'GC-170-NV-DMWEM', 'user-license', 'seat')
const storage = row('Genesys Cloud Data Storage', 'GC-170-NV-DMSTO', 'storage', 'gigabyte')
const byoc = row('Genesys Cloud BYOC Cloud', 'GC-170-NV-DMBYOC', 'resource', 'minute')
const transcription = row('Genesys Cloud Voice Transcription', 'GC-170-NV-DMVT', 'resource', 'minute')
const turn = row('Genesys Cloud Static WebRTC TURN Charge', 'GC-170-NV-DMTURN', 'device', 'device')
const whatsApp = row('WhatsApp Private Messaging', 'GC-170-NV-DMWHA', 'messaging-usage', 'message')
const botFlow = row('Genesys Cloud for Bot Flow - Voice', 'GC-170-NV-DMBFV', 'rollup-usage', 'token')
const summary = row('AI Summary', 'GC-170-NV-DMAIS', 'rollup-usage', 'token')
const survey = row('Orchard Survey Suite - Org Licence', 'TP-170-NV-DMSUR', 'billable-app-org-license', 'org')
const connector = row('Orchard CRM Connector - Named (pack of 5)', 'TP-170-NV-DMCRM5', 'billable-app-usage-license', 'seat')

const autumn = { 10: 1.06, 11: 1.14, 12: 1.22 }
const summer = { 6: 1.12, 7: 1.25, 8: 1.2 }

/** The customers between two UTC days. */
export function demoGenesysCustomers(from: string, until: string): CustomerPlan[] {
  const end = Temporal.PlainDate.from(until)
  const before = (months: number) => end.subtract({ months }).with({ day: 1 }).toString()
  const always = (quantity: string, price: string): Commitment[] => [{ from, quantity, price }]
  const prepaid = { currency: 'EUR', subscriptionType: 'PREPAY_MONTHLY_COMMITMENT' }
  return [
    {
      name: 'Harbour Line Shipping',
      cycleDay: 21,
      since: from,
      terms: { ...prepaid, minimumMonthlyAmount: '6500.00', amendmentDate: before(9) },
      lines: [
        {
          kind: 'seats',
          row: cx2Concurrent,
          used: { base: 82, growthPerYear: 0.12, season: autumn },
          overage: '98.00',
          committed: [...always('80', '84.50'), { from: before(9), quantity: '90', price: '82.00' }],
        },
        { kind: 'seats', row: communicate, used: { base: 30, noise: 0.08 }, overage: '16.00', committed: always('40', '14.00') },
        { kind: 'seats', row: collaborate, used: { base: 110, growthPerYear: 0.05 }, overage: '0.00' },
        { kind: 'seats', row: wem, used: { base: 0 }, overage: '35.00', committed: always('10', '29.75') },
        {
          kind: 'meter',
          row: storage,
          used: { base: 2900, growthPerYear: 0.2 },
          decimals: 3,
          overage: '0.20',
          committed: always('2762.5', '0.00'),
          notes: 'Average of daily stored volume',
        },
        {
          kind: 'meter',
          row: transcription,
          used: { base: 151_000, growthPerYear: 0.3 },
          decimals: 0,
          overage: '0.0060',
          allowance: 552_500,
        },
        {
          kind: 'tokens',
          free: 350,
          overage: '0.80',
          features: [
            { row: botFlow, used: { base: 330, growthPerYear: 0.5 } },
            { row: summary, used: { base: 90, growthPerYear: 0.6 } },
          ],
          renamedFrom: before(5),
        },
        { kind: 'seats', row: survey, used: { base: 1, noise: 0 }, overage: '450.00', committed: always('1', '400.00'), thirdParty: true },
        {
          kind: 'seats',
          row: connector,
          used: { base: 7, noise: 0.2 },
          overage: '25.00',
          committed: always('2', '20.00'),
          thirdParty: true,
          bundle: '5',
        },
      ],
    },
    {
      name: 'Alder Valley Insurance',
      cycleDay: 1,
      since: from,
      terms: { ...prepaid, minimumMonthlyAmount: '9000.00' },
      lines: [
        { kind: 'seats', row: cx1, used: { base: 118, growthPerYear: 0.25 }, overage: '79.00', committed: always('120', '68.00') },
        { kind: 'seats', row: communicate, used: { base: 55 }, overage: '16.00', committed: always('50', '14.50') },
        // Without an allowance row, it is unknown how many minutes are included.
        { kind: 'meter', row: byoc, used: { base: 601_000, growthPerYear: 0.1 }, decimals: 1, overage: '0.0012' },
      ],
    },
    {
      name: 'Quayside Retail',
      cycleDay: 15,
      since: from,
      terms: { currency: 'USD', subscriptionType: 'MONTH_TO_MONTH' },
      lines: [
        { kind: 'seats', row: cx2, used: { base: 46, season: autumn, noise: 0.1 }, overage: '115.00' },
        { kind: 'meter', row: whatsApp, used: { base: 8400, growthPerYear: 0.9, noise: 0.15 }, decimals: 0, overage: '0.0052' },
      ],
    },
    {
      name: 'Northern Lakes Travel',
      cycleDay: 1,
      since: from,
      terms: { ...prepaid },
      lines: [
        {
          kind: 'seats',
          row: cx3,
          used: { base: 165, season: summer, noise: 0.05 },
          overage: '142.00',
          committed: always('180', '121.00'),
        },
        { kind: 'seats', row: turn, used: { base: 3, noise: 0 }, overage: '1.00' },
        { kind: 'meter', row: transcription, used: { base: 410_000, season: summer }, decimals: 0, overage: '0.0060', allowance: 450_000 },
      ],
    },
    {
      name: 'Beacon Energy',
      cycleDay: 7,
      since: from,
      terms: { ...prepaid, currency: 'GBP', amendmentDate: before(6) },
      lines: [
        {
          kind: 'seats',
          row: cx2,
          used: { base: 61, growthPerYear: 0.5 },
          overage: '96.00',
          committed: [...always('60', '81.00'), { from: before(6), quantity: '85', price: '78.50' }],
        },
        {
          kind: 'meter',
          row: storage,
          used: { base: 1500, growthPerYear: 0.3 },
          decimals: 3,
          overage: '0.18',
          committed: always('1500.0', '0.00'),
        },
      ],
    },
    {
      name: 'Meadowbrook Clinics',
      cycleDay: 28,
      since: from,
      terms: { ...prepaid },
      lines: [
        { kind: 'seats', row: cx1, used: { base: 24, noise: 0.1 }, overage: '79.00', committed: always('30', '70.00') },
        { kind: 'seats', row: communicate, used: { base: 140, growthPerYear: 0.08 }, overage: '16.00', committed: always('150', '13.00') },
        { kind: 'seats', row: collaborate, used: { base: 320 }, overage: '0.00' },
      ],
    },
    {
      name: 'Copper Street Logistics',
      cycleDay: 12,
      since: before(5),
      terms: { ...prepaid, ramp: { start: before(5), end: end.subtract({ months: 2 }).with({ day: 1 }).subtract({ days: 1 }).toString() } },
      lines: [
        { kind: 'seats', row: cx2Concurrent, used: { base: 18, growthPerYear: 1.6 }, overage: '98.00', committed: always('25', '86.00') },
        {
          kind: 'tokens',
          free: 350,
          overage: '0.80',
          features: [{ row: botFlow, used: { base: 120, growthPerYear: 3 } }],
        },
      ],
    },
    {
      name: 'Old Mill Foods',
      cycleDay: 1,
      since: from,
      disabledFrom: before(2),
      terms: { ...prepaid },
      lines: [{ kind: 'seats', row: cx1, used: { base: 21, growthPerYear: -0.4 }, overage: '79.00', committed: always('25', '70.00') }],
    },
  ]
}
