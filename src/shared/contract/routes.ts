/**
 * All routes that a page or the terminal can call, by name. The main process parses inputs with these schemas;
 * the renderer and the preload import only the types.
 */

import { z } from 'zod'
import { monthPattern } from '../domain/month.ts'
import { datasetIds, providerIds } from '../domain/vendors.ts'
import type {
  AppInfo,
  AsOfAnswer,
  AsOfDays,
  BackupAnswer,
  BackupCheck,
  ConnectionAnswer,
  ConnectionCheck,
  DeleteAnswer,
  EncryptionAnswer,
  ExportAnswer,
  KeyChangeAnswer,
  LossAnswer,
  QueueAnswer,
  RawAnswer,
  RebuildAnswer,
  RestoreAnswer,
  RunAnswer,
  SavedFile,
  SecondFolderAnswer,
  SettingsAnswer,
  SnapshotAnswer,
  SnapshotDetail,
  TenantAnswer,
  TenantReport,
  VerifyAnswer,
} from './answers.ts'
import type { ApprovalAnswer } from './approval-answers.ts'
import type { AttentionAnswer } from './attention-answers.ts'
import type { BilledHeldAnswer } from './billed-held-answers.ts'
import type { CloseAnswer } from './closing-answers.ts'
import type { DiffAllAnswer, DiffAnswer, DiffTenantsAnswer } from './diff-answers.ts'
import type { FigureChoice, MoneyKind, MonthsAnswer, TrendAnswer } from './figure-answers.ts'
import type { ForecastAnswer } from './forecast-answers.ts'
import type { LicenceHoldersAnswer, LicenceName, LicencesAnswer } from './licence-answers.ts'
import type { AttentionItem, OverviewAnswer } from './overview-answers.ts'
import type { PersonAnswer, PersonName, PresenceAnswer } from './people-answers.ts'
import type {
  DecisionAnswer,
  ImportProfile,
  InvoiceAdded,
  InvoiceAnswer,
  InvoicePreview,
  MappingAnswer,
  ReconcileAnswer,
  ReconcilePeopleAnswer,
  ServiceAnswer,
} from './reconcile-answers.ts'
import { reconcileInputs } from './reconcile-inputs.ts'
import type { CatalogueImported, RulePreview, RuleSaved, RulesAnswer } from './rule-answers.ts'
import type { TeamAnswer, TeamConflict, TeamSynced } from './team-answers.ts'
import type { UsageAnswer } from './usage-answers.ts'

interface Route<I extends z.ZodType, O> {
  input: I
  /** Type only; does not exist at run time. */
  output?: O
}

const route =
  <O>() =>
  <I extends z.ZodType>(input: I): Route<I, O> => ({ input })

const nothing = z.strictObject({})
const month = z.string().regex(monthPattern, 'expected YYYY-MM')
const tenantRef = z.union([z.number().int().positive(), z.string().min(1).max(200)])
const connectionName = z.string().trim().min(1).max(100)
/** A secret: its value, or the environment variable that has it. Values are never sent back. */
const secret = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
  z.strictObject({ value: z.string().min(1).max(4096) }),
])

const monthOrSnapshot = z.union([month, z.number().int().positive()])
const datasetName = z.enum(datasetIds)
const plainFigure = z.enum(['reported', 'listed', 'recounted', 'units', 'disabled', 'usage:licensed', 'usage:units', 'usage:prorating'])
const moneyFigure = z.enum(['bill', 'licence-cost', 'overage'])
const itemFigure = z.custom<`${'sku' | 'used' | 'committed' | MoneyKind}:${string}`>(
  (value) => typeof value === 'string' && /^((sku|used|committed):.{1,200}|(bill|licence-cost|overage):.{1,20})$/s.test(value),
  'expected a figure: reported, listed, recounted, units, disabled, bill, licence-cost, overage (or bill:EUR …), sku:ID, used:ID, committed:ID, usage:licensed, usage:units or usage:prorating',
)
const figureName = z.union([plainFigure, moneyFigure, itemFigure])
const itemId = z.string().trim().min(1).max(200)
const findingId = z.string().regex(/^[0-9a-f]{12}$/, 'expected an id as `attention` shows it, of 12 hex digits')
/** Who decided: default is the name of the system's user. */
const by = z.string().trim().min(1).max(100).optional()
/** Applies from a month (default: the open month) or for all history. */
const inForce = { from: month.optional(), allHistory: z.boolean().default(false) }
const rule = z.discriminatedUnion('kind', [
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

const personQuery = z.strictObject({
  query: z.string().trim().min(1).max(200),
  limit: z.number().int().min(1).max(500).default(50),
  tenant: tenantRef.optional(),
})

const backupRef = z.string().min(1).max(200)

/** All routes with their input schemas. */
export const routes = {
  'app.info': route<AppInfo>()(nothing),
  /** Fills an empty history with simulated data; resolves when the first data can be shown, the rest follows with events. */
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
  /** Neither the schedule nor `collect` uses a paused connection; it can still be tested and given a new credential. */
  'connections.pause': route<ConnectionAnswer>()(z.strictObject({ name: connectionName, paused: z.boolean() })),
  /** Sets the day on which the own organisation's billing cycles begin; existing snapshots keep their cycle. */
  'connections.cycleDay': route<ConnectionAnswer>()(z.strictObject({ name: connectionName, day: z.number().int().min(1).max(31) })),
  'connections.remove': route<{ removed: { snapshots: number; holders: number } | null }>()(
    z.strictObject({ name: connectionName, deleteHistory: z.boolean().default(false) }),
  ),

  'tenants.list': route<TenantAnswer[]>()(z.strictObject({ connection: connectionName.optional(), refresh: z.boolean().default(false) })),
  /** Each report of a tenant: when it was collected, or why not and the next step. */
  'tenants.reports': route<TenantReport[]>()(z.strictObject({ tenant: tenantRef })),
  'tenants.add': route<TenantAnswer>()(
    z.strictObject({
      connection: connectionName,
      externalId: z.string().trim().min(1).max(200),
      name: z.string().trim().min(1).max(200).optional(),
    }),
  ),
  /** Removes a tenant that was added by hand, if it has no history. */
  'tenants.remove': route<TenantAnswer>()(z.strictObject({ tenant: tenantRef })),
  'tenants.pause': route<TenantAnswer>()(z.strictObject({ tenant: tenantRef, paused: z.boolean() })),

  /** Joins a team: its history on PostgreSQL. `ca`: the PEM of the authority that signed the server's certificate. */
  'team.connect': route<TeamAnswer>()(
    z.strictObject({ url: z.string().min(1).max(1000), secret: secret.optional(), ca: z.string().min(1).max(100_000).optional() }),
  ),
  /** `team` is null if this data folder belongs to none. */
  'team.status': route<{ team: TeamAnswer | null }>()(nothing),
  /** Publishes and pulls now instead of with the next round. */
  'team.sync': route<TeamSynced>()(nothing),
  /** Decisions of two people about the same thing, which are to be settled. */
  'team.conflicts': route<TeamConflict[]>()(nothing),
  /** Keeps the decision in force, or puts mine in its place for everybody. */
  'team.settle': route<TeamConflict[]>()(z.strictObject({ id: z.number().int().positive(), keep: z.enum(['mine', 'theirs']), by })),
  /** Leaves the team; the history stays here and there. */
  'team.disconnect': route<Record<string, never>>()(nothing),

  'settings.get': route<SettingsAnswer>()(nothing),
  'settings.set': route<SettingsAnswer>()(z.strictObject({ key: z.string().min(1).max(100), value: z.unknown() })),

  /** Starts collecting and resolves at once; progress is in events and `queue.get`. */
  'collect.start': route<{ targets: number }>()(
    z.strictObject({ connection: connectionName.optional(), tenant: tenantRef.optional(), due: z.boolean().default(false) }),
  ),
  /** Collects a connection's past, as far back as the vendor allows (or `periods`); progress as in `collect.start`. */
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

  /** `newest`: consider only this many of the newest snapshots. */
  'snapshots.list': route<SnapshotAnswer[]>()(
    z.strictObject({
      tenant: tenantRef.optional(),
      dataset: datasetName.optional(),
      month: month.optional(),
      newest: z.number().int().min(1).max(1_000_000).optional(),
    }),
  ),
  /** The evidence of a figure: a snapshot with its totals, people and charges. */
  'snapshots.get': route<SnapshotDetail>()(z.strictObject({ id: z.number().int().positive() })),
  /** The vendor's payload, rebuilt from history; with `received`, the stored bytes of one that is `NOT_CANONICAL`. */
  'snapshots.raw': route<RawAnswer>()(z.strictObject({ id: z.number().int().positive(), received: z.boolean().default(false) })),
  'snapshots.setAside': route<SnapshotAnswer>()(
    z.strictObject({ id: z.number().int().positive(), reason: z.string().trim().min(1).max(500) }),
  ),
  'snapshots.takeBack': route<SnapshotAnswer>()(z.strictObject({ id: z.number().int().positive() })),
  /** Rebuilds every snapshot and compares its hash and all derived data. A snapshot that is neither verified nor damaged has wiped entries. */
  'history.verify': route<VerifyAnswer>()(nothing),
  /** Rebuilds the month facts from the evidence. */
  'history.rebuildFacts': route<RebuildAnswer>()(nothing),
  /** Counts what a deletion would remove. */
  'history.losses': route<LossAnswer>()(
    z.union([z.strictObject({ tenant: tenantRef }), z.strictObject({ connection: connectionName }), z.strictObject({ before: month })]),
  ),
  /** Permanently removes a tenant's history, or everything before a month. */
  'history.delete': route<DeleteAnswer>()(
    z.union([
      z.strictObject({ tenant: tenantRef, before: z.undefined().optional() }),
      z.strictObject({ before: month, tenant: z.undefined().optional() }),
    ]),
  ),
  'backups.list': route<BackupAnswer[]>()(nothing),
  /** Creates a backup now, in addition to the daily ones. */
  'backups.create': route<BackupAnswer[]>()(nothing),

  /** Compares a backup with the current history. `ref` is the name of an automatic backup, or a reference from `backups.choose`. */
  'backups.check': route<BackupCheck>()(z.strictObject({ ref: backupRef })),
  /** Lets the user choose a file in the host's dialog, for `backups.check`; `chosen` is null if the dialog was closed. */
  'backups.choose': route<{ chosen: { ref: string } | null }>()(nothing),
  /** Replaces the history with a backup and keeps the old file; other running tasks are cancelled. */
  'backups.restore': route<RestoreAnswer>()(z.strictObject({ ref: backupRef })),
  'backups.second': route<SecondFolderAnswer>()(nothing),
  /** Shows the host's dialog for the second folder of backups and copies them to it; with `none`, there is no second folder any more. */
  'backups.chooseSecond': route<SecondFolderAnswer>()(z.strictObject({ none: z.boolean().default(false) })),
  /** Copies the backups that the second folder lacks. */
  'backups.copySecond': route<SecondFolderAnswer>()(nothing),
  'encryption.get': route<EncryptionAnswer>()(nothing),
  /** Creates a recovery key and answers with it once: nothing changes until it is given back to `encryption.set`. */
  'encryption.offer': route<{ recoveryKey: string }>()(nothing),
  /** Encrypts the history and its backups with the offered key (also replacing an earlier key), or decrypts them. */
  'encryption.set': route<KeyChangeAnswer>()(
    z.union([z.strictObject({ on: z.literal(true), recoveryKey: z.string().max(200) }), z.strictObject({ on: z.literal(false) })]),
  ),
  /** Keeps the recovery key of a backup with another key, or (without `ref`) of the history that waits for it, in the keychain. */
  'encryption.unlock': route<Record<string, never>>()(z.strictObject({ ref: backupRef.optional(), recoveryKey: z.string().max(200) })),
  /** Cancels a running task from `task.progress`. */
  'tasks.cancel': route<{ cancelled: boolean }>()(
    z.strictObject({ task: z.enum(['export', 'verify', 'backup', 'restore', 'ask-vendor', 'as-of']) }),
  ),

  /** Whether an earlier day is shown. */
  'asOf.get': route<AsOfAnswer>()(nothing),
  'asOf.days': route<AsOfDays>()(nothing),
  /** Shows the history as it was known at the end of a day, until `asOf.end`: reading routes answer from a copy, changing ones are refused. */
  'asOf.begin': route<AsOfAnswer>()(z.strictObject({ day: z.iso.date() })),
  'asOf.end': route<AsOfAnswer>()(nothing),

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
  /** Without `tenant`: all. Without `month`: the latest that has a snapshot. Of a Genesys organisation: who is billed, or with `dataset` who holds. */
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
  /** Of a Genesys organisation: who was billed in a month's period against who holds licences. */
  'licences.compare': route<BilledHeldAnswer>()(z.strictObject({ tenant: tenantRef, month: month.optional() })),
  /** All licences ever held, by name. */
  'licences.names': route<LicenceName[]>()(nothing),
  'people.search': route<PersonAnswer[]>()(personQuery),
  /** The same people without their licences, fast enough to run on each keystroke. */
  'people.names': route<PersonName[]>()(personQuery),
  /** When a tenant's people were listed between two month-ends or snapshots, with which licences. `ids` selects people; without it everyone. */
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
      what: z.enum(['month', 'holders', 'changes', 'licences', 'usage', 'trend', 'runs', 'reconcile', 'focus', 'evidence']),
      /** PDF, the HTML document that it is printed from, and ZIP (both files for each customer) are for evidence only. */
      format: z.enum(['csv', 'xlsx', 'pdf', 'html', 'zip']),
      tenant: tenantRef.optional(),
      /** For a trend: several tenants, instead of one or all. */
      tenants: z.array(tenantRef).min(1).max(10_000).optional(),
      month: month.optional(),
      /** Of Genesys organisations: people who hold licences, or charges of the contract, instead of the usual report. */
      dataset: datasetName.optional(),
      /** For the changes of one tenant, also two of its snapshots. */
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
  /** Saves the vendor's own document of an invoice that it brought in itself, like `exports.save`. */
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

  'rules.list': route<RulesAnswer>()(nothing),
  /** What a rule would change, without saving it. */
  'rules.preview': route<RulePreview>()(z.strictObject({ rule })),
  'rules.set': route<RuleSaved>()(z.strictObject({ rule })),
  /** Undoes the newest rule on a subject by adding a rule that restores the earlier values. */
  'rules.undo': route<RuleSaved>()(z.strictObject({ revision: z.number().int().positive() })),

  /** What a month is heading to; of a month that is over, how far off its forecasts were. Without `month`: the current one. */
  'forecast.get': route<ForecastAnswer>()(z.strictObject({ month: month.optional(), tenant: tenantRef.optional() })),
  /** What needs attention because of its money. Without `month`: the latest. Without `items`, lines have sums only. */
  'attention.get': route<AttentionAnswer>()(z.strictObject({ month: month.optional(), items: z.boolean().default(true) })),
  /** Mutes an item of that month's answer through the day `until`, or without end. Muting hides no data. */
  'attention.mute': route<AttentionAnswer>()(
    z.strictObject({
      id: findingId,
      month: month.optional(),
      reason: z.string().trim().min(1).max(500),
      until: z.iso.date().optional(),
      by,
    }),
  ),
  'attention.unmute': route<AttentionAnswer>()(z.strictObject({ id: findingId, month: month.optional(), by })),

  /** Approved months whose figures have moved. Separate from `overview.get`, which must not wait for them. */
  'approvals.moved': route<AttentionItem[]>()(nothing),
  'approvals.get': route<ApprovalAnswer>()(z.strictObject({ month })),
  /** Freezes the figures of a month that is over. */
  'approvals.approve': route<ApprovalAnswer>()(z.strictObject({ month, by, note: z.string().trim().min(1).max(500).optional() })),
  'approvals.withdraw': route<ApprovalAnswer>()(z.strictObject({ month })),

  /** Shows how a file would be read. Nothing is kept. */
  'invoices.preview': route<InvoicePreview>()(reconcileInputs.preview),
  /** Brings a file in for a month. */
  'invoices.add': route<InvoiceAdded>()(reconcileInputs.add),
  'invoices.list': route<InvoiceAnswer[]>()(reconcileInputs.invoices),
  'invoices.remove': route<InvoiceAnswer[]>()(reconcileInputs.invoice),
  'profiles.list': route<ImportProfile[]>()(nothing),
  'profiles.remove': route<ImportProfile[]>()(reconcileInputs.profile),
  'mappings.list': route<MappingAnswer[]>()(nothing),
  'mappings.set': route<MappingAnswer[]>()(reconcileInputs.setMappings),
  'mappings.remove': route<MappingAnswer[]>()(reconcileInputs.removeMapping),
  'services.list': route<ServiceAnswer[]>()(reconcileInputs.services),
  'services.set': route<ServiceAnswer[]>()(reconcileInputs.setService),
  'services.exclude': route<ServiceAnswer[]>()(reconcileInputs.excludePerson),
  /** A month's invoices compared with what the vendor said. */
  'reconcile.get': route<ReconcileAnswer>()(reconcileInputs.get),
  'reconcile.people': route<ReconcilePeopleAnswer>()(reconcileInputs.people),
  /** Decides about rows, as their numbers are now. */
  'reconcile.decide': route<ReconcileAnswer>()(reconcileInputs.decide),
  'reconcile.decisions': route<DecisionAnswer[]>()(reconcileInputs.decisions),
  /** The way from a month that is over to one that is handed over. Without `month`: the latest that is over. */
  'closing.get': route<CloseAnswer>()(z.strictObject({ month: month.optional() })),
} as const

/** The name of a route. */
export type RouteName = keyof typeof routes
/** Input as a caller sends it (before defaults). */
export type RouteInput<R extends RouteName> = z.input<(typeof routes)[R]['input']>
/** Input as a handler receives it (after parsing). */
export type RouteParsed<R extends RouteName> = z.output<(typeof routes)[R]['input']>
/** The answer of a route. */
export type RouteOutput<R extends RouteName> = NonNullable<(typeof routes)[R]['output']>
/** A rule as a caller sends it, and as handlers receive it. */
export type RuleInput = z.input<typeof rule>
export type RuleParsed = z.output<typeof rule>
