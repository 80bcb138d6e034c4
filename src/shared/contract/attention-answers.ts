/** What needs attention in a month because it costs money: one line per kind, with its findings. */
import type { MoneyTotal } from './licence-answers.ts'

/** Kinds of findings. Kinds without a price are listed in this order. */
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

/** A kind of finding. */
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
  skuIds: readonly string[]
  chargeId: string | null
  /** The problem in a sentence without names of people or tenants. */
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
  /** The number of findings that are not muted; the amounts are theirs. */
  count: number
  sums: MoneyTotal[]
  /** How many of them have no price. */
  withoutPrice: number
  muted: number
  /** Largest amount first, muted ones last. Empty if they were not requested. */
  items: Finding[]
}

/** Everything that needs attention in a month. */
export interface AttentionAnswer {
  month: string
  /** Largest amount first. Kinds without a finding are left out. */
  lines: FindingLine[]
  muted: number
}
