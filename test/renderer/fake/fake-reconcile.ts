/** A month's invoice with a row of each kind. */
import type {
  ImportProfile,
  InvoiceAnswer,
  ReconcileAnswer,
  ReconcileRow,
  ServiceAnswer,
} from '../../../src/shared/contract/reconcile-answers.ts'

export const fakeInvoice: InvoiceAnswer = {
  id: 1,
  month: '2026-10',
  fileName: 'psa-export-october.csv',
  sha256: 'a'.repeat(64),
  bytes: 4_210,
  sheet: null,
  profile: 'Our PSA',
  columns: {
    fields: { customerName: 'Client', productName: 'Service', quantity: 'Seats' },
    decimal: ',',
    currency: 'EUR',
    item: null,
    tenant: null,
    seatCharges: null,
  },
  broughtInAt: '2026-11-02T08:12:00Z',
  broughtInBy: 'kim',
  counts: { lines: 6, totals: 1, noSeats: 0, cancelled: 0, unreadable: 0 },
  wipedLines: 0,
}

/** A matched row of tenant 1, with overrides. */
export function fakeReconcileRow(change: Partial<ReconcileRow> = {}): ReconcileRow {
  return {
    tenant: 1,
    sku: 'sku-1',
    item: 'sku:sku-1',
    client: 'Alder & Finch Dental Group',
    product: 'Microsoft 365 Business Premium',
    status: 'matched',
    billed: '12',
    actual: '12',
    basis: 'holders',
    actualMonth: '2026-10',
    snapshotId: 101,
    approved: null,
    variance: '0',
    unitPrice: '10.50',
    priceFrom: 'invoice',
    currency: 'EUR',
    value: '0.00',
    priceDifference: null,
    flags: [],
    note: '',
    parts: [],
    decision: null,
    open: false,
    lastMonth: null,
    ...change,
  }
}

const long = 'Evergreen Hospitality Holdings and Subsidiaries of the Greater North-Western Region'

/** A service with a person who is not counted. */
export const fakeService: ServiceAnswer = {
  name: 'Managed user',
  skus: [
    { skuId: 'sku-1', name: 'Microsoft 365 Business Premium' },
    { skuId: 'sku-2', name: 'Microsoft 365 E3' },
  ],
  counts: 'people',
  tolerance: '1',
  billed: 'advance',
  from: '2026-09',
  exclusions: [
    { tenant: 6, person: 'person-1', reason: 'shared kiosk at the reception', from: null, who: 'kim', at: '2026-10-02T08:00:00Z' },
  ],
}

/** A profile of the user's own. */
export const fakeProfile: ImportProfile = {
  name: 'Our PSA',
  builtIn: false,
  columns: fakeInvoice.columns,
  recognisedBy: ['Client', 'Service', 'Seats'],
}

export const fakeReconciled: ReconcileAnswer = {
  month: '2026-10',
  invoices: [fakeInvoice],
  rows: [
    fakeReconcileRow({
      tenant: null,
      client: 'Finch & Alder Dental GmbH',
      status: 'unmapped',
      actual: null,
      basis: null,
      variance: null,
      value: null,
      note: 'the customer is not mapped',
      open: true,
    }),
    fakeReconcileRow({ tenant: 6, client: long, status: 'under', billed: '40', actual: '43', variance: '3', value: '31.50', open: true }),
    fakeReconcileRow({
      tenant: 5,
      client: 'مجموعة النخيل الطبية',
      status: 'over',
      billed: '9',
      actual: '7',
      variance: '-2',
      value: '-21.00',
      open: true,
    }),
    fakeReconcileRow({
      tenant: 3,
      client: 'Caldera Legal LLP',
      status: 'gap',
      actual: null,
      basis: null,
      variance: null,
      value: null,
      note: 'there is no figure for 2026-10',
      open: true,
    }),
    fakeReconcileRow(),
  ],
  unmapped: [
    {
      kind: 'customer',
      key: 'name:finch & alder dental gmbh',
      label: 'Finch & Alder Dental GmbH',
      lines: 2,
      suggestions: [{ tenant: 1, item: null, name: 'Alder & Finch Dental Group', because: 'all words of one name are in the other' }],
    },
  ],
  totals: {
    unmappedLines: 2,
    leftOutLines: 1,
    matched: 1,
    gaps: 1,
    open: 4,
    under: { rows: 1, seats: '3', value: [{ currency: 'EUR', amount: '31.50' }], withoutPrice: 0 },
    over: { rows: 1, seats: '-2', value: [{ currency: 'EUR', amount: '-21.00' }], withoutPrice: 0 },
  },
  approvedAt: null,
  ruleRevision: 1,
}
