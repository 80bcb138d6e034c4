/** Schemas shared by the inputs of several routes. */
import { z } from 'zod'
import { monthPattern } from '../domain/month.ts'
import { datasetIds } from '../domain/vendors.ts'
import type { MoneyKind } from './figure-answers.ts'

/** No input. */
export const nothing = z.strictObject({})
/** A month, `YYYY-MM`. */
export const month = z.string().regex(monthPattern, 'expected YYYY-MM')
/** A tenant: our id, the vendor's id or the name. */
export const tenantRef = z.union([z.number().int().positive(), z.string().min(1).max(200)])
/** A connection's name. */
export const connectionName = z.string().trim().min(1).max(100)
/** A secret: its value, or the environment variable that has it. Values are never sent back. */
export const secret = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
  z.strictObject({ value: z.string().min(1).max(4096) }),
])

/** How to reach a team's database. `ca`: the PEM of the authority that signed the server's certificate. */
export const teamAccess = z.strictObject({
  url: z.string().min(1).max(1000),
  secret: secret.optional(),
  ca: z.string().min(1).max(100_000).optional(),
})

/** A month, or a snapshot's id. */
export const monthOrSnapshot = z.union([month, z.number().int().positive()])
/** A dataset's id. */
export const datasetName = z.enum(datasetIds)
/** Figures that need no parameter. */
export const plainFigure = z.enum([
  'reported',
  'listed',
  'recounted',
  'units',
  'disabled',
  'usage:licensed',
  'usage:units',
  'usage:prorating',
])
/** Kinds of money without a currency, accepted if there is only one. */
export const moneyFigure = z.enum(['bill', 'licence-cost', 'overage'])
/** Figures with the id of a SKU or charge, or with a currency. */
export const itemFigure = z.custom<`${'sku' | 'used' | 'committed' | MoneyKind}:${string}`>(
  (value) => typeof value === 'string' && /^((sku|used|committed):.{1,200}|(bill|licence-cost|overage):.{1,20})$/s.test(value),
  'expected a figure: reported, listed, recounted, units, disabled, bill, licence-cost, overage (or bill:EUR …), sku:ID, used:ID, committed:ID, usage:licensed, usage:units or usage:prorating',
)
/** A figure's name. */
export const figureName = z.union([plainFigure, moneyFigure, itemFigure])
/** A SKU's or charge's id. */
export const itemId = z.string().trim().min(1).max(200)
/** A finding's id. */
export const findingId = z.string().regex(/^[0-9a-f]{12}$/, 'expected an id as `attention` shows it, of 12 hex digits')
/** Who decided; default: the name of the system's user. */
export const by = z.string().trim().min(1).max(100).optional()
/** Applies from a month (default: the current month) or for all history. */
export const inForce = { from: month.optional(), allHistory: z.boolean().default(false) }
/** A rule. */
export const rule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('flag'), skuId: itemId, flag: z.enum(['excludedByVendor', 'free']), value: z.boolean(), ...inForce }),
  z.strictObject({ kind: z.literal('label'), skuId: itemId, label: z.string().trim().min(1).max(200).nullable() }),
  z.strictObject({
    kind: z.literal('price'),
    item: itemId,
    connection: connectionName.optional(),
    /** A decimal string; null ends the price. */
    amount: z
      .string()
      .regex(/^\d{1,12}(\.\d{1,12})?$/, 'expected an amount such as 12.50')
      .nullable(),
    currency: z.string().regex(/^[A-Z]{3}$/, 'expected a currency such as EUR'),
    ...inForce,
  }),
  z.strictObject({ kind: z.literal('overlap'), skuId: itemId, coveredSkuId: itemId, active: z.boolean(), ...inForce }),
])

/** A search for people. */
export const personQuery = z.strictObject({
  query: z.string().trim().min(1).max(200),
  limit: z.number().int().min(1).max(500).default(50),
  tenant: tenantRef.optional(),
})

/** An automatic backup's name, or a reference from `backups.choose`. */
export const backupRef = z.string().min(1).max(200)
