/**
 * The shapes that routes answer with: the same in the window, over HTTP and as `--json` (`docs/cli.md`).
 * Times are ISO 8601 UTC, days `YYYY-MM-DD` (UTC), months `YYYY-MM` in the reporting time zone, quantities and money decimal strings.
 */
import type { DatasetId, ProviderId } from '../domain/vendors.ts'
import type { ErrorCode, Warning } from './errors.ts'

/** The host and its data folder, as a page needs them before anything else. */
export interface AppInfo {
  version: string
  /** The name of the data folder, without its path: paths are not the page's. */
  folder: string
  /** Other users of this machine may look into it. */
  folderIsOpen: boolean
  host: 'desktop' | 'browser' | 'terminal'
  demo: boolean
  timeZone: string
  /** True on an empty history: no connection yet. */
  empty: boolean
  /** Whether secrets survive this session; the reason where they do not. */
  keychain: { available: boolean; reason: string | null }
}

/** A connection without its credential, which never leaves the host. */
export interface ConnectionAnswer {
  name: string
  provider: ProviderId
  url: string
  state: 'ok' | 'needs-credential' | 'stopped'
  /** The day on which the own organisation's billing cycles begin, as the user set it; null where it is not collected. */
  cycleDay: number | null
  /** By the user: nothing of it is asked. Apart from its state, which stays what it was. */
  paused: boolean
  /** `keychain`, `env:VARIABLE` or `session`. */
  secret: string
  tenants: number
  lastRunAt: string | null
  lastError: { code: ErrorCode; message: string } | null
}

/** A test of a connection against its vendor, part by part. */
export interface ConnectionCheck {
  name: string
  ok: boolean
  organisation: string | null
  parts: { name: string; ok: boolean; message: string }[]
}

/** A tenant of a connection: whether it is collected, and how that last went. */
export interface TenantAnswer {
  id: number
  connection: string
  provider: ProviderId
  externalId: string
  name: string
  microsoftTenantId: string | null
  /** Not asked, as the user decided: by itself, or with its connection. */
  paused: boolean
  /** Only the first: what resuming the tenant changes. */
  pausedItself: boolean
  vendorPaused: boolean | null
  /** The vendor's complete list no longer names it: its history stays, nothing more is collected. */
  gone: boolean
  lastSnapshotAt: string | null
  lastError: { code: ErrorCode; message: string } | null
}

/** One attempt to collect a dataset. */
export interface RunAnswer {
  id: number
  tenant: number | null
  dataset: DatasetId
  /** Null while it runs. */
  outcome: 'recorded' | 'unchanged' | 'failed' | 'skipped' | null
  snapshotId: number | null
  error: { code: ErrorCode; message: string } | null
  startedAt: string
  finishedAt: string | null
  requests: number
}

/** What runs, what waits and until when, and when all of it is expected to be done. */
export interface QueueAnswer {
  expectedFinish: string | null
  items: { tenant: number | null; dataset: DatasetId; notBefore: string; reason: string }[]
}

/** A snapshot as lists show it. */
export interface SnapshotAnswer {
  id: number
  tenant: number | null
  dataset: DatasetId
  periodStart: string | null
  periodEnd: string | null
  month: string
  reportedAt: string
  observedAt: string
  /** Distinct holders; null for a totals-only snapshot. */
  holders: number | null
  sha256: string
  warnings: string[]
  setAside: { reason: string; at: string } | null
}

/** A person of a snapshot's list, and the SKUs that it gives them. */
export interface HolderAnswer {
  id: string
  displayName: string | null
  userPrincipalName: string | null
  accountEnabled: boolean | null
  skus: string[]
}

/** A charge as the vendor sent it; quantities are decimal texts in its unit. */
export interface ChargeAnswer {
  chargeId: string
  name: string | null
  partNumber: string | null
  grouping: string | null
  unit: string | null
  used: string | null
  committed: string | null
}

/** A snapshot with everything that was read from the vendor's answer. */
export interface SnapshotDetail extends SnapshotAnswer {
  totals: { reported: number | null; listed: number | null; recounted: number | null; units: number | null }
  warningsInFull: Warning[]
  /** In the order of their ids; null for a totals-only snapshot. Not to be confused with `holders` in lists, which counts them. */
  people: HolderAnswer[] | null
  charges: ChargeAnswer[]
}

/** What a vendor sent. The order of users and of their SKUs is not evidence: they are sorted. */
export interface RawAnswer {
  text: string
  /** Whether the text is what was received, byte for byte, and not rebuilt. */
  received: boolean
  sha256: string
}

/** Every setting that users see, with what holds now. */
export interface SettingsAnswer {
  /** IANA name; months and days of reports are counted in it. */
  timeZone: string
  /** 1 to 168. */
  collectEveryHours: number
  /** Automatic backups kept, 1 to 100. */
  backupsKept: number
  /** The vendor counts its rate limits per key and not per address. */
  limitsPerKey: boolean
  appearance: 'system' | 'light' | 'dark'
  notifications: boolean
  startAtLogin: boolean
}

/** A file that the user asked for. `saved` is false when the dialog was closed; `download` is the browser host's one-time address of it. */
export interface SavedFile {
  saved: boolean
  name: string | null
  /** The name of the folder that the user chose, without its path; null in a browser, which has a place of its own. */
  folder: string | null
  download: string | null
}

/** A table of an export, and how many rows of it were written: the sheets of a workbook, in order. */
export interface WrittenTable {
  name: string
  rows: number
}

/** An export and what is in it; no tables where the dialog was closed. */
export interface ExportAnswer extends SavedFile {
  tables: WrittenTable[]
}

/** An automatic backup in the data folder. */
export interface BackupAnswer {
  name: string
  bytes: number
  at: string
}

/** What a deletion would remove: snapshots, and people that their lists name. `firstMonth` and `lastMonth` are null without a snapshot. */
export interface LossAnswer {
  snapshots: number
  people: number
  firstMonth: string | null
  lastMonth: string | null
}

/** What a history holds, in short. */
export interface HistoryFacts {
  snapshots: number
  tenants: number
  /** When the newest snapshot was collected; null without any. */
  newest: string | null
}

/** A sound backup beside the history that it would replace. `ref` names it in `backups.restore`. */
export interface BackupCheck {
  ref: string
  name: string
  bytes: number
  backup: HistoryFacts
  current: HistoryFacts
}

/** What a restore did. */
export interface RestoreAnswer {
  /** Snapshots of the restored history. */
  snapshots: number
  /** Name of the file in the data folder that holds the history which was replaced; null where there was none. */
  replaced: string | null
}

/** What was really removed, and which automatic backups still hold it. `holders` counts those of whom their tenant's history has nothing left. */
export interface DeleteAnswer {
  removed: { snapshots: number; holders: number }
  backups: string[]
}

/** Snapshots whose text was rebuilt and compared with its checksum; `damaged` names those that differ. */
export interface VerifyAnswer {
  snapshots: number
  verified: number
  damaged: number[]
  /** Month facts are derived: one that is not what the evidence says is no damage to it, and `history.rebuildFacts` makes it again. */
  facts: { months: number; wrong: WrongMonth[] }
}

/** A month whose stored facts are not what the evidence says; `tenant` is null for a connection's dataset. */
export interface WrongMonth {
  tenant: number | null
  dataset: DatasetId
  month: string
}

/** How many months the facts were made of. */
export interface RebuildAnswer {
  months: number
}

/** What takes more than a moment. All but `delete` can be ended with `tasks.cancel`. */
export type TaskName = 'export' | 'verify' | 'backup' | 'restore' | 'delete' | 'ask-vendor'

/** Events that a host streams to its page. */
export interface Events {
  /** A run began, moved or ended; `done`/`total` count the current sweep. */
  'collect.progress': {
    running: boolean
    done: number
    total: number
    expectedFinish: string | null
    tenant: number | null
    dataset: DatasetId | null
  }
  /** A task began, moved or ended. Null: how far it is, or how much there is, is not known. */
  'task.progress': { task: TaskName; running: boolean; done: number | null; total: number | null }
  /** Rows changed (by this or another process): refetch what is shown. */
  'history.changed': { at: string }
}
/** The name of an event. */
export type EventName = keyof Events
