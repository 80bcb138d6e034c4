/** The user's decisions: settings, rules, approvals, names. */
import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ApprovedFigure } from '../../../../shared/contract/approval-answers.ts'
import { tenantTable } from './tenants.ts'

/** Settings as JSON values. */
export const settingTable = sqliteTable('setting', {
  key: text().primaryKey(),
  value: text().notNull(),
})

/**
 * The user's rules, append-only: what a SKU is called, whether it counts, what it costs. The last id is the rule revision.
 * In a month, the row with the latest `fromMonth` up to that month applies (then the latest id). A row for all history supersedes every earlier row
 * of its subject.
 */
export const ruleTable = sqliteTable(
  'rule',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    kind: text({ enum: ['excluded', 'free', 'label', 'price', 'overlap'] }).notNull(),
    /** A SKU id (normalised), or `petra:unit` for the price of a billable unit. */
    subject: text().notNull(),
    /** Overlap: the SKU that `subject` already contains. Price of a unit: the connection's id as text, if the price is for one connection only. Else empty. */
    object: text().notNull().default(''),
    /** `1` or `0` for a flag or an overlap, the text of a label, the decimal text of a price; null withdraws a label or ends a price. */
    value: text(),
    currency: text(),
    /** `YYYY-MM`; null for all history. */
    fromMonth: text(),
    at: integer().notNull(),
  },
  (t) => [
    index('rule_of').on(t.kind, t.subject, t.object),
    check('rule_kind', sql`kind in ('excluded', 'free', 'label', 'price', 'overlap')`),
  ],
)

/** Months that the user has approved, and withdrawals: the open one (`withdrawnAt` null) is in force. */
export const approvalTable = sqliteTable(
  'approval',
  {
    id: integer().primaryKey(),
    /** `YYYY-MM` in `timeZone`. */
    month: text().notNull(),
    timeZone: text().notNull(),
    ruleRevision: integer().notNull(),
    at: integer().notNull(),
    /** The system user's name, or a typed one. Null for approvals from versions that did not record it. */
    by: text(),
    note: text(),
    withdrawnAt: integer(),
  },
  (t) => [uniqueIndex('approval_open').on(t.month).where(sql`withdrawn_at is null`)],
)

/**
 * The figures of a month when it was approved. `snapshotId` is no foreign key: approved values are kept when old snapshots are
 * deleted.
 */
export const approvedValueTable = sqliteTable(
  'approved_value',
  {
    approvalId: integer()
      .notNull()
      .references(() => approvalTable.id),
    tenantId: integer()
      .notNull()
      .references(() => tenantTable.id),
    figure: text().$type<ApprovedFigure>().notNull(),
    /** Empty for a count. */
    currency: text().notNull().default(''),
    /** Decimal text; null if the month had no value. */
    value: text(),
    /** Only for units. */
    state: text({ enum: ['projected', 'settled'] }),
    snapshotId: integer(),
  },
  (t) => [primaryKey({ columns: [t.approvalId, t.tenantId, t.figure, t.currency] })],
)

/**
 * Attention items that the user has muted, and how that ended: the open row of an item (`unmutedAt` null) is in force until its last day.
 * `item` is a hash (`findingId`), so rows contain no names.
 */
export const attentionMuteTable = sqliteTable(
  'attention_mute',
  {
    id: integer().primaryKey(),
    item: text().notNull(),
    /** What `item` is about within the tenant, for the team's other machines; null in rows older than this column, which are not published. */
    about: text(),
    tenantId: integer()
      .notNull()
      .references(() => tenantTable.id),
    reason: text().notNull(),
    /** The last day (of the reporting time zone) on which it is muted; null for no end. */
    until: text(),
    at: integer().notNull(),
    by: text().notNull(),
    unmutedAt: integer(),
    unmutedBy: text(),
  },
  (t) => [uniqueIndex('attention_mute_open').on(t.item).where(sql`unmuted_at is null`)],
)

/** Files made from a month's figures: what, when, by whom. The file's name and location are not stored. */
export const monthExportTable = sqliteTable(
  'month_export',
  {
    id: integer().primaryKey(),
    /** `YYYY-MM`. */
    month: text().notNull(),
    what: text().notNull(),
    format: text({ enum: ['csv', 'xlsx', 'pdf', 'html', 'zip'] }).notNull(),
    /** Null for all tenants. */
    tenantId: integer().references(() => tenantTable.id),
    rows: integer().notNull(),
    bytes: integer().notNull(),
    /** Of the file, in hex. */
    sha256: text().notNull(),
    at: integer().notNull(),
    by: text().notNull(),
  },
  (t) => [index('month_export_month').on(t.month)],
)

/** SKU names from an imported list. Each import replaces all of them. */
export const catalogueTable = sqliteTable('catalogue', {
  /** Lower-case GUID. */
  skuId: text().primaryKey(),
  partNumber: text(),
  name: text().notNull(),
})
