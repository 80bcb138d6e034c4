/** Closing a month: the steps from its end to handing its figures over. */
import type { ApprovalAnswer } from './approval-answers.ts'

/** A step of closing a month. */
export type CloseStepName = 'collected' | 'settled' | 'reconciled' | 'approved' | 'exported'

/** A step. No step blocks the next one: what is open is shown and can be approved with a note. */
export interface CloseStep {
  step: CloseStepName
  done: boolean
  /** What is done or missing, in a sentence. */
  text: string
  /** Tenants that keep the step open. */
  tenants: number[]
  /** The terminal command for the step, without `seatledger`; null if there is none. */
  next: string | null
}

/** A file made from the month's figures. Its name and location are not stored. */
export interface MonthExport {
  what: string
  format: 'csv' | 'xlsx' | 'pdf' | 'html' | 'zip'
  /** Null for all tenants. */
  tenant: number | null
  rows: number
  bytes: number
  /** The file's SHA-256 in hex. */
  sha256: string
  at: string
  by: string
}

/** A vendor's later change to an approved month, which becomes a line of a later month's bill. */
export interface Correction {
  /** The approved month. */
  month: string
  /** The month that includes it: the first later month that was not approved yet when the change was recorded. */
  lineOf: string
  tenant: number
  figure: string
  label: string
  /** Null for units. */
  currency: string | null
  approved: string
  now: string
  delta: string
  /** The snapshot that contained it, and when it was recorded. */
  snapshotId: number
  recordedAt: string
}

/** The checklist of a month. */
export interface CloseAnswer {
  month: string
  over: boolean
  /** In order. Empty until the month is over. */
  steps: CloseStep[]
  /** Approved, exported, and without open invoice lines. What was not collected or settled by then was accepted with the approval. */
  closed: boolean
  approved: ApprovalAnswer['approved']
  /** Vendors' corrections of this month since it was approved, and those of earlier months that this month includes. */
  corrections: { ofThis: Correction[]; lines: Correction[] }
  /** Newest first. */
  exports: MonthExport[]
}
