/** Input schemas of the routes about invoices and their comparison. */
import { z } from 'zod'
import { by, inForce, month, tenantRef } from './inputs.ts'

const header = z.string().trim().min(1).max(200)
const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,12})?$/, 'expected a number such as 12 or 12.5')
const itemRef = z.string().trim().min(1).max(300)
const reason = z.string().trim().min(1).max(500)
const profileName = z.string().trim().min(1).max(100)

const fields = z.partialRecord(
  z.enum([
    'customerId',
    'customerName',
    'productId',
    'productVariant',
    'productName',
    'term',
    'chargeType',
    'quantity',
    'unitPrice',
    'amount',
    'currency',
    'cancelled',
  ]),
  header,
)

/** An uploaded file. Up to 20 MB, in base64, so that it fits into a request to the browser host. */
const file = z.strictObject({ name: z.string().trim().min(1).max(255), base64: z.string().max(28_000_000) })

const reading = {
  file,
  sheet: z.string().min(1).max(100).optional(),
  /** The header's row number, from 1; detected if absent. */
  headerRow: z.number().int().min(1).max(100_000).optional(),
  profile: profileName.optional(),
  /** Columns by their headers; they override the profile's. */
  columns: z
    .strictObject({
      fields: fields.optional(),
      decimal: z.enum([',', '.']).optional(),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, 'expected a currency such as EUR')
        .optional(),
      item: itemRef.optional(),
      tenant: tenantRef.optional(),
      seatCharges: z.array(z.string().min(1).max(100)).min(1).max(50).optional(),
    })
    .optional(),
}

const mappingKey = z.string().min(1).max(400)

/** The schemas by route. */
export const reconcileInputs = {
  preview: z.strictObject({ ...reading, month: month.optional() }),
  add: z.strictObject({
    ...reading,
    month,
    /** Saves the columns as a profile, which recognises later files. */
    saveAs: profileName.optional(),
    /** The id of an invoice of the same month that this file replaces. */
    replaces: z.number().int().positive().optional(),
    who: by,
  }),
  invoices: z.strictObject({ month: month.optional() }),
  invoice: z.strictObject({ id: z.number().int().positive() }),
  profile: z.strictObject({ name: profileName }),
  /** If `tenant` or `item` is null, the lines are left out, with a reason. `key` as in `unmapped`, or a name as in files. */
  setMappings: z.strictObject({
    mappings: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('customer'), key: mappingKey, tenant: tenantRef.nullable(), reason: reason.optional() }),
          z.strictObject({ kind: z.literal('product'), key: mappingKey, item: itemRef.nullable(), reason: reason.optional() }),
        ]),
      )
      .min(1)
      .max(1_000),
    who: by,
  }),
  removeMapping: z.strictObject({ id: z.number().int().positive() }),
  services: z.strictObject({ month: month.optional() }),
  setService: z.strictObject({
    name: profileName,
    /** SKU ids; empty ends the service. */
    skus: z.array(z.string().trim().min(1).max(200)).max(200),
    counts: z.enum(['people', 'licences']).default('people'),
    /** In seats. */
    tolerance: z
      .string()
      .regex(/^\d{1,6}(\.\d{1,6})?$/, 'expected a number of seats such as 0 or 2')
      .default('0'),
    billed: z.enum(['arrears', 'advance']).default('arrears'),
    ...inForce,
    who: by,
  }),
  excludePerson: z.strictObject({
    service: profileName,
    tenant: tenantRef,
    person: z.string().trim().min(1).max(200),
    /** False: the person counts again. */
    excluded: z.boolean().default(true),
    reason,
    ...inForce,
    who: by,
  }),
  /** Without a month: the latest with an invoice. */
  get: z.strictObject({ month: month.optional() }),
  people: z.strictObject({ month, tenant: tenantRef, item: itemRef }),
  decisions: z.strictObject({ month: month.optional() }),
  decide: z.strictObject({
    month,
    rows: z
      .array(z.strictObject({ tenant: tenantRef, item: itemRef }))
      .min(1)
      .max(1_000),
    decision: z.enum(['accept', 'adjust', 'dispute', 'dismiss', 'reopen']),
    reason,
    /** For `adjust`: the quantity to be billed (default: the vendor's number), and from which day. */
    quantity: decimal.optional(),
    effective: z.iso.date().optional(),
    /** The last month in which the decision also covers the same difference. */
    until: month.optional(),
    who: by,
  }),
}
