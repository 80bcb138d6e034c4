/** What in a month needs attention because of its money: one line per kind, with its findings. */
import type { MoneyTotal } from './licence-answers.ts'

/** Why something needs attention. In this order where nothing has a price. */
export const findingKinds = [
  'disabled-licences',
  'overlaps',
  'billed-not-held',
  'held-not-billed',
  'unused-commitments',
  'growing-overage',
  'trials-ending',
  'new-tenants',
  'gone-tenants',
  'unusual',
  'unusual-usage',
] as const

export type FindingKind = (typeof findingKinds)[number]

/** A mute in force. */
export interface Mute {
  reason: string
  /** The last day on which it is muted; null for no end. */
  until: string | null
  at: string
  by: string
}

/** One thing that needs attention. */
export interface Finding {
  /** Stable: the same person, licence or charge has the same id in every month. */
  id: string
  tenant: number
  month: string
  snapshotId: number | null
  person: { id: string; displayName: string | null; userPrincipalName: string | null } | null
  skuIds: string[]
  chargeId: string | null
  /** What is the matter, in a sentence that names neither people nor tenants. */
  text: string
  /** One amount per currency, none negative; empty if there is no price. */
  money: MoneyTotal[]
  muted: Mute | null
}

/** All findings of a kind. */
export interface FindingLine {
  kind: FindingKind
  title: string
  /** Which cost the amounts belong to. Costs are never added to each other. */
  cost: 'licences' | 'bill' | 'charges'
  /** Findings that are not muted; the amounts are theirs. */
  count: number
  sums: MoneyTotal[]
  /** How many of them have no price. */
  withoutPrice: number
  muted: number
  /** Largest amount first, muted ones last. Empty if they were not asked for. */
  items: Finding[]
}

/** Everything that needs attention in a month. */
export interface AttentionAnswer {
  month: string
  /** Largest amount first. Kinds without a finding are left out. */
  lines: FindingLine[]
  muted: number
}
