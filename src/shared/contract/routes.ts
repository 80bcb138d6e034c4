/**
 * Everything that a host's page (and the terminal) may ask, by name. Main parses inputs with these schemas;
 * the renderer and the preload import only the types.
 */

import { z } from 'zod'
import { monthPattern } from '../domain/month.ts'
import { datasetIds, providerIds } from '../domain/vendors.ts'
import type {
  AppInfo,
  BackupAnswer,
  BackupCheck,
  ConnectionAnswer,
  ConnectionCheck,
  DeleteAnswer,
  ExportAnswer,
  LossAnswer,
  QueueAnswer,
  RawAnswer,
  RebuildAnswer,
  RestoreAnswer,
  RunAnswer,
  SavedFile,
  SettingsAnswer,
  SnapshotAnswer,
  SnapshotDetail,
  TenantAnswer,
  VerifyAnswer,
} from './answers.ts'
import type { ApprovalAnswer } from './approval-answers.ts'
import type { DiffAllAnswer, DiffAnswer, DiffTenantsAnswer } from './diff-answers.ts'
import type { FigureChoice, MonthsAnswer, TrendAnswer } from './figure-answers.ts'
import type { LicenceName, LicencesAnswer } from './licence-answers.ts'
import type { AttentionItem, OverviewAnswer } from './overview-answers.ts'
import type { PersonAnswer, PersonName } from './people-answers.ts'
import type { CatalogueImported, RulePreview, RuleSaved, RulesAnswer } from './rule-answers.ts'
import type { UsageAnswer } from './usage-answers.ts'

interface Route<I extends z.ZodType, O> {
  input: I
  /** Only a type; never present at run time. */
  output?: O
}

const route =
  <O>() =>
  <I extends z.ZodType>(input: I): Route<I, O> => ({ input })

const nothing = z.strictObject({})
const month = z.string().regex(monthPattern, 'expected YYYY-MM')
const tenantRef = z.union([z.number().int().positive(), z.string().min(1).max(200)])
const connectionName = z.string().trim().min(1).max(100)
/** Where a secret comes from; the value travels inwards only. */
const secret = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
  z.strictObject({ value: z.string().min(1).max(4096) }),
])

const monthOrSnapshot = z.union([month, z.number().int().positive()])
const datasetName = z.enum(datasetIds)
const plainFigure = z.enum(['reported', 'listed', 'recounted', 'units', 'disabled', 'usage:licensed', 'usage:units', 'usage:prorating'])
const itemFigure = z.custom<`${'sku' | 'used' | 'committed'}:${string}`>(
  (value) => typeof value === 'string' && /^(sku|used|committed):.{1,200}$/s.test(value),
  'expected a figure: reported, listed, recounted, units, disabled, sku:ID, used:ID, committed:ID, usage:licensed, usage:units or usage:prorating',
)
const figureName = z.union([plainFigure, itemFigure])
const itemId = z.string().trim().min(1).max(200)
/** In force from a month (without one: the open month), or for all history. */
const inForce = { from: month.optional(), allHistory: z.boolean().default(false) }
const rule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('flag'), skuId: itemId, flag: z.enum(['excludedByVendor', 'free']), value: z.boolean(), ...inForce }),
  z.strictObject({ kind: z.literal('label'), skuId: itemId, label: z.string().trim().min(1).max(200).nullable() }),
  z.strictObject({
    kind: z.literal('price'),
    item: itemId,
    connection: connectionName.optional(),
    /** A decimal text; null ends the price. */
    amount: z
      .string()
      .regex(/^\d{1,12}(\.\d{1,12})?$/, 'expected an amount such as 12.50')
      .nullable(),
    currency: z.string().regex(/^[A-Z]{3}$/, 'expected a currency such as EUR'),
    ...inForce,
  }),
  z.strictObject({ kind: z.literal('overlap'), skuId: itemId, coveredSkuId: itemId, active: z.boolean(), ...inForce }),
])

const personQuery = z.strictObject({ query: z.string().trim().min(1).max(200), limit: z.number().int().min(1).max(500).default(50) })

const backupRef = z.string().min(1).max(200)

/** Every question that a page or a command can ask, with the check of what it sends. */
export const routes = {
  'app.info': route<AppInfo>()(nothing),
  /** Fills an empty history with made-up answers; answers when there is something to look at, the rest comes with events. */
  'demo.open': route<Record<string, never>>()(nothing),

  'connections.list': route<ConnectionAnswer[]>()(nothing),
  'connections.add': route<ConnectionCheck>()(
    z.strictObject({
      provider: z.enum(providerIds),
      name: connectionName,
      config: z.record(z.string(), z.unknown()),
      secret,
      check: z.boolean().default(true),
    }),
  ),
  'connections.check': route<ConnectionCheck>()(z.strictObject({ name: connectionName })),
  'connections.credential': route<ConnectionCheck>()(z.strictObject({ name: connectionName, secret })),
  /** A paused connection is asked for nothing, by the schedule or by `collect`; testing it and replacing its credential still do. */
  'connections.pause': route<ConnectionAnswer>()(z.strictObject({ name: connectionName, paused: z.boolean() })),
  /** The day on which the own organisation's billing cycles begin; what was collected keeps the cycle that it was collected with. */
  'connections.cycleDay': route<ConnectionAnswer>()(z.strictObject({ name: connectionName, day: z.number().int().min(1).max(31) })),
  'connections.remove': route<{ removed: { snapshots: number; holders: number } | null }>()(
    z.strictObject({ name: connectionName, deleteHistory: z.boolean().default(false) }),
  ),

  'tenants.list': route<TenantAnswer[]>()(z.strictObject({ connection: connectionName.optional(), refresh: z.boolean().default(false) })),
  'tenants.add': route<TenantAnswer>()(
    z.strictObject({
      connection: connectionName,
      externalId: z.string().trim().min(1).max(200),
      name: z.string().trim().min(1).max(200).optional(),
    }),
  ),
  /** Takes back a tenant that was added by hand, while nothing of it is kept. */
  'tenants.remove': route<TenantAnswer>()(z.strictObject({ tenant: tenantRef })),
  'tenants.pause': route<TenantAnswer>()(z.strictObject({ tenant: tenantRef, paused: z.boolean() })),

  'settings.get': route<SettingsAnswer>()(nothing),
  'settings.set': route<SettingsAnswer>()(z.strictObject({ key: z.string().min(1).max(100), value: z.unknown() })),

  /** Starts collecting and answers at once; progress comes as events and in `queue.get`. */
  'collect.start': route<{ targets: number }>()(
    z.strictObject({ connection: connectionName.optional(), tenant: tenantRef.optional(), due: z.boolean().default(false) }),
  ),
  /** Asks a connection for its past, as far back as the vendor tells (or `periods`); progress as in `collect.start`. */
  'backfill.start': route<{ targets: number }>()(
    z.strictObject({ connection: connectionName, periods: z.number().int().min(1).max(600).optional() }),
  ),
  'collect.stop': route<Record<string, never>>()(nothing),
  'queue.get': route<QueueAnswer>()(nothing),
  'runs.list': route<RunAnswer[]>()(
    z.strictObject({
      tenant: tenantRef.optional(),
      failed: z.boolean().default(false),
      limit: z.number().int().min(1).max(10_000).default(100),
    }),
  ),

  /** `newest`: only those among the so many newest of all. */
  'snapshots.list': route<SnapshotAnswer[]>()(
    z.strictObject({
      tenant: tenantRef.optional(),
      dataset: datasetName.optional(),
      month: month.optional(),
      newest: z.number().int().min(1).max(1_000_000).optional(),
    }),
  ),
  /** A figure's evidence: one snapshot with its totals, people and charges. */
  'snapshots.get': route<SnapshotDetail>()(z.strictObject({ id: z.number().int().positive() })),
  /** The vendor's payload rebuilt from history, or with `received` the kept bytes of one that is `NOT_CANONICAL`. */
  'snapshots.raw': route<RawAnswer>()(z.strictObject({ id: z.number().int().positive(), received: z.boolean().default(false) })),
  'snapshots.setAside': route<SnapshotAnswer>()(
    z.strictObject({ id: z.number().int().positive(), reason: z.string().trim().min(1).max(500) }),
  ),
  'snapshots.takeBack': route<SnapshotAnswer>()(z.strictObject({ id: z.number().int().positive() })),
  /** Rebuilds every snapshot and compares its hash, derives everything else again. One that is neither verified nor damaged has wiped entries. */
  'history.verify': route<VerifyAnswer>()(nothing),
  /** Makes the month facts again from the evidence. */
  'history.rebuildFacts': route<RebuildAnswer>()(nothing),
  /** What deleting would remove, in numbers, before it is done. */
  'history.losses': route<LossAnswer>()(
    z.union([z.strictObject({ tenant: tenantRef }), z.strictObject({ connection: connectionName }), z.strictObject({ before: month })]),
  ),
  /** Really removes a tenant's history, or everything before a month. */
  'history.delete': route<DeleteAnswer>()(
    z.union([
      z.strictObject({ tenant: tenantRef, before: z.undefined().optional() }),
      z.strictObject({ before: month, tenant: z.undefined().optional() }),
    ]),
  ),
  'backups.list': route<BackupAnswer[]>()(nothing),
  /** Makes one now, beside the daily ones. */
  'backups.create': route<BackupAnswer[]>()(nothing),

  /** What a backup holds, beside what is there now. `ref` is the name of an automatic backup, or what `backups.choose` answered. */
  'backups.check': route<BackupCheck>()(z.strictObject({ ref: backupRef })),
  /** Lets the user choose a file in the host's dialog, and checks it; `chosen` is null where the dialog was closed. */
  'backups.choose': route<{ chosen: BackupCheck | null }>()(nothing),
  /** Puts a backup in the place of the history, which is kept aside; everything else that is under way is ended. */
  'backups.restore': route<RestoreAnswer>()(z.strictObject({ ref: backupRef })),
  /** Ends a task that is under way, as `task.progress` tells of it. */
  'tasks.cancel': route<{ cancelled: boolean }>()(
    z.strictObject({ task: z.enum(['export', 'verify', 'backup', 'restore', 'ask-vendor']) }),
  ),

  /** Without `month`: the latest that Petra's tenants have a figure of. */
  'overview.get': route<OverviewAnswer>()(z.strictObject({ month: month.optional() })),
  'months.list': route<MonthsAnswer>()(z.strictObject({ tenant: tenantRef.optional() })),
  'trend.figures': route<FigureChoice[]>()(z.strictObject({ tenant: tenantRef.optional() })),
  /** Without `tenants`: every tenant that has the figure. Without `from` and `to`: everything there is. */
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
  /** The same in a tenth of the bytes: each tenant's people are counted and not named. */
  'diff.tenants': route<DiffTenantsAnswer>()(z.strictObject({ from: month, to: month })),
  /** Without `tenant`: all. Without `month`: the latest that has a snapshot. */
  'licences.get': route<LicencesAnswer>()(z.strictObject({ tenant: tenantRef.optional(), month: month.optional() })),
  /** Every licence that anyone ever held, by name. */
  'licences.names': route<LicenceName[]>()(nothing),
  'people.search': route<PersonAnswer[]>()(personQuery),
  /** The same people without what they held: for a list that follows the keys. */
  'people.names': route<PersonName[]>()(personQuery),
  'usage.get': route<UsageAnswer>()(z.strictObject({ tenant: tenantRef, month: month.optional() })),

  /** Makes a file where the host lets the user save it: a dialog on the desktop, a download in the browser. */
  'exports.save': route<ExportAnswer>()(
    z.strictObject({
      what: z.enum(['month', 'holders', 'changes', 'licences', 'usage', 'trend', 'runs']),
      format: z.enum(['csv', 'xlsx']),
      tenant: tenantRef.optional(),
      /** Of a trend: instead of one or all. */
      tenants: z.array(tenantRef).min(1).max(10_000).optional(),
      month: month.optional(),
      /** Of changes of one tenant also two of its snapshots. */
      from: monthOrSnapshot.optional(),
      to: monthOrSnapshot.optional(),
      figure: figureName.optional(),
      /** Of a trend. */
      grain: z.enum(['day', 'month']).optional(),
      bom: z.boolean().default(false),
      password: z.string().min(1).max(255).optional(),
    }),
  ),

  /** Saves what a vendor sent, as `snapshots.raw` has it, where `exports.save` would. */
  'exports.evidence': route<SavedFile>()(z.strictObject({ id: z.number().int().positive(), received: z.boolean().default(false) })),
  /** Saves a picture that the page has drawn, where `exports.save` would: `png` is the file in base64. */
  'exports.picture': route<SavedFile>()(
    z.strictObject({
      name: z.string().regex(/^[\p{L}\p{N}-]{1,80}$/u, 'expected letters, digits and dashes'),
      png: z.base64().max(16_000_000),
    }),
  ),

  /** Takes the text of Microsoft's list; the page reads the chosen file itself, the terminal likewise. */
  'catalogue.import': route<CatalogueImported>()(z.strictObject({ csv: z.string().max(64_000_000) })),

  'rules.list': route<RulesAnswer>()(nothing),
  /** What a rule would move, without setting it. */
  'rules.preview': route<RulePreview>()(z.strictObject({ rule })),
  'rules.set': route<RuleSaved>()(z.strictObject({ rule })),
  /** Says again what held before a rule, the newest about its subject; that is a rule too. */
  'rules.undo': route<RuleSaved>()(z.strictObject({ revision: z.number().int().positive() })),

  /** Approved months that are no longer what was approved; apart from `overview.get`, which must not wait for them. */
  'approvals.moved': route<AttentionItem[]>()(nothing),
  'approvals.get': route<ApprovalAnswer>()(z.strictObject({ month })),
  /** Freezes the figures of a month that is over. */
  'approvals.approve': route<ApprovalAnswer>()(z.strictObject({ month })),
  'approvals.withdraw': route<ApprovalAnswer>()(z.strictObject({ month })),
} as const

/** The name of a route. */
export type RouteName = keyof typeof routes
/** What a caller sends (before defaults). */
export type RouteInput<R extends RouteName> = z.input<(typeof routes)[R]['input']>
/** What a handler receives (after parsing). */
export type RouteParsed<R extends RouteName> = z.output<(typeof routes)[R]['input']>
/** What a route answers. */
export type RouteOutput<R extends RouteName> = NonNullable<(typeof routes)[R]['output']>
/** A rule as a caller sends it, and as handlers receive it. */
export type RuleInput = z.input<typeof rule>
export type RuleParsed = z.output<typeof rule>
