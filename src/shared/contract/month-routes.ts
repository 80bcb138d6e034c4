/** Routes for decisions: rules, approvals, invoices and closing a month. */
import { z } from 'zod'
import type { ApprovalAnswer } from './approval-answers.ts'
import type { AttentionAnswer } from './attention-answers.ts'
import type { CloseAnswer } from './closing-answers.ts'
import type { ForecastAnswer } from './forecast-answers.ts'
import { by, findingId, month, nothing, rule, tenantRef } from './inputs.ts'
import type { AttentionItem } from './overview-answers.ts'
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
import { route } from './route.ts'
import type { RulePreview, RuleSaved, RulesAnswer } from './rule-answers.ts'

/** A part of `routes`. */
export const monthRoutes = {
  'rules.list': route<RulesAnswer>()(nothing),
  /** What a rule would change, without saving it. */
  'rules.preview': route<RulePreview>()(z.strictObject({ rule })),
  'rules.set': route<RuleSaved>()(z.strictObject({ rule })),
  /** Undoes the newest rule on a subject by adding a rule that restores the earlier values. */
  'rules.undo': route<RuleSaved>()(z.strictObject({ revision: z.number().int().positive() })),

  /** The forecast of a month; for a past month, how far off its forecasts were. Without `month`: the current one. */
  'forecast.get': route<ForecastAnswer>()(z.strictObject({ month: month.optional(), tenant: tenantRef.optional() })),
  /** What needs attention because it costs money. Without `month`: the latest. Without `items`, lines have only sums. */
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

  /** Approved months whose figures have changed. Separate from `overview.get`, which must not wait for them. */
  'approvals.moved': route<AttentionItem[]>()(nothing),
  'approvals.get': route<ApprovalAnswer>()(z.strictObject({ month })),
  /** Freezes the figures of a month that is over. */
  'approvals.approve': route<ApprovalAnswer>()(z.strictObject({ month, by, note: z.string().trim().min(1).max(500).optional() })),
  'approvals.withdraw': route<ApprovalAnswer>()(z.strictObject({ month })),

  /** Shows how a file would be read. Nothing is stored. */
  'invoices.preview': route<InvoicePreview>()(reconcileInputs.preview),
  /** Imports a file for a month. */
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
  /** A month's invoices compared with the vendor's numbers. */
  'reconcile.get': route<ReconcileAnswer>()(reconcileInputs.get),
  'reconcile.people': route<ReconcilePeopleAnswer>()(reconcileInputs.people),
  /** Decides about rows with their current numbers. */
  'reconcile.decide': route<ReconcileAnswer>()(reconcileInputs.decide),
  'reconcile.decisions': route<DecisionAnswer[]>()(reconcileInputs.decisions),
  /** The checklist of closing a month. Without `month`: the latest that is over. */
  'closing.get': route<CloseAnswer>()(z.strictObject({ month: month.optional() })),
} as const
