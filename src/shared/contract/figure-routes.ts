/** Routes for figures, and for files made from them. */
import { z } from 'zod'
import type { BilledHeldAnswer } from './billed-held-answers.ts'
import type { DiffAllAnswer, DiffAnswer, DiffTenantsAnswer } from './diff-answers.ts'
import type { ExportAnswer, SavedFile } from './export-answers.ts'
import type { FigureChoice, MonthsAnswer, TrendAnswer } from './figure-answers.ts'
import { datasetName, figureName, itemId, month, monthOrSnapshot, nothing, personQuery, tenantRef } from './inputs.ts'
import type { LicenceHoldersAnswer, LicenceName, LicencesAnswer } from './licence-answers.ts'
import type { OverviewAnswer } from './overview-answers.ts'
import type { PersonAnswer, PersonName, PresenceAnswer } from './people-answers.ts'
import { route } from './route.ts'
import type { CatalogueImported } from './rule-answers.ts'
import type { UsageAnswer } from './usage-answers.ts'

/** A part of `routes`. */
export const figureRoutes = {
  /** Without `month`: the latest with a figure of a Petra tenant. */
  'overview.get': route<OverviewAnswer>()(z.strictObject({ month: month.optional() })),
  'months.list': route<MonthsAnswer>()(z.strictObject({ tenant: tenantRef.optional(), dataset: datasetName.optional() })),
  'trend.figures': route<FigureChoice[]>()(z.strictObject({ tenant: tenantRef.optional() })),
  /** Without `tenants`: every tenant that has the figure. Without `from` and `to`: all history. */
  'trend.get': route<TrendAnswer>()(
    z.strictObject({
      figure: figureName,
      tenants: z.array(tenantRef).min(1).max(10_000).optional(),
      sum: z.boolean().default(false),
      grain: z.enum(['day', 'month']).default('month'),
      from: month.optional(),
      to: month.optional(),
    }),
  ),
  'diff.get': route<DiffAnswer>()(
    z.strictObject({ tenant: tenantRef, dataset: datasetName.optional(), from: monthOrSnapshot, to: monthOrSnapshot }),
  ),
  'diff.all': route<DiffAllAnswer>()(z.strictObject({ from: month, to: month })),
  /** The same at a tenth of the size: people are counted, not named. */
  'diff.tenants': route<DiffTenantsAnswer>()(z.strictObject({ from: month, to: month })),
  /** Without `tenant`: all. Without `month`: the latest with a snapshot. For a Genesys organisation: who is billed, or with `dataset`, who holds licences. */
  'licences.get': route<LicencesAnswer>()(
    z.strictObject({ tenant: tenantRef.optional(), month: month.optional(), dataset: datasetName.optional() }),
  ),
  /** The people behind `licences.get`: who holds a SKU, or whose account is disabled. */
  'licences.holders': route<LicenceHoldersAnswer>()(
    z.strictObject({
      tenant: tenantRef.optional(),
      month: month.optional(),
      dataset: datasetName.optional(),
      skuId: itemId.optional(),
      disabled: z.boolean().default(false),
    }),
  ),
  /** For a Genesys organisation: who was billed in a month's period, compared with who holds licences. */
  'licences.compare': route<BilledHeldAnswer>()(z.strictObject({ tenant: tenantRef, month: month.optional() })),
  /** All licences ever held, by name. */
  'licences.names': route<LicenceName[]>()(nothing),
  'people.search': route<PersonAnswer[]>()(personQuery),
  /** The same people without their licences, fast enough to run on each keystroke. */
  'people.names': route<PersonName[]>()(personQuery),
  /** When a tenant's people were listed between two month-ends or snapshots, and with which licences. `ids` selects people; default: everyone. */
  'people.presence': route<PresenceAnswer>()(
    z.strictObject({
      tenant: tenantRef,
      from: monthOrSnapshot,
      to: monthOrSnapshot,
      ids: z.array(itemId).max(10_000).optional(),
      limit: z.number().int().min(1).max(1000).default(300),
    }),
  ),
  'usage.get': route<UsageAnswer>()(z.strictObject({ tenant: tenantRef, month: month.optional(), dataset: datasetName.optional() })),

  /** Exports to a file: through a dialog on the desktop, as a download in the browser. */
  'exports.save': route<ExportAnswer>()(
    z.strictObject({
      what: z.enum(['month', 'holders', 'changes', 'licences', 'billed-held', 'usage', 'trend', 'runs', 'reconcile', 'focus', 'evidence']),
      /** PDF, the HTML document that it is printed from, and ZIP (both files for each customer) are only for evidence. */
      format: z.enum(['csv', 'xlsx', 'pdf', 'html', 'zip']),
      tenant: tenantRef.optional(),
      /** For a trend: several tenants, instead of one or all. */
      tenants: z.array(tenantRef).min(1).max(10_000).optional(),
      month: month.optional(),
      /** For Genesys organisations: people who hold licences, or charges of the contract, instead of the usual report. */
      dataset: datasetName.optional(),
      /** For the changes of one tenant, two of its snapshots are possible too. */
      from: monthOrSnapshot.optional(),
      to: monthOrSnapshot.optional(),
      figure: figureName.optional(),
      /** For a trend. */
      grain: z.enum(['day', 'month']).optional(),
      bom: z.boolean().default(false),
      password: z.string().min(1).max(255).optional(),
    }),
  ),

  /** Saves the result of `snapshots.raw` like `exports.save`. */
  'exports.evidence': route<SavedFile>()(z.strictObject({ id: z.number().int().positive(), received: z.boolean().default(false) })),
  /** Saves the vendor's own document of an invoice imported from the vendor, like `exports.save`. */
  'exports.invoiceDocument': route<SavedFile>()(z.strictObject({ id: z.number().int().positive() })),
  /** Saves an image drawn by the page like `exports.save`: `png` is the file in base64. */
  'exports.picture': route<SavedFile>()(
    z.strictObject({
      name: z.string().regex(/^[\p{L}\p{N}-]{1,80}$/u, 'expected letters, digits and dashes'),
      png: z.base64().max(16_000_000),
    }),
  ),

  /** Imports the text of Microsoft's list; page and terminal read the file themselves. */
  'catalogue.import': route<CatalogueImported>()(z.strictObject({ csv: z.string().max(64_000_000) })),
} as const
