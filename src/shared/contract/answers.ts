/**
 * The types of route answers, the same in the window, over HTTP and with `--json` (`docs/cli.md`).
 * Times are ISO 8601 UTC, days `YYYY-MM-DD` (UTC), months `YYYY-MM` in the reporting time zone, quantities and money decimal strings.
 */
import type { DatasetId, ProviderId, TenantKind } from '../domain/vendors.ts'
import type { ErrorCode, Warning } from './errors.ts'

/** A vendor that Seatledger supports. */
/** A report that is collected from a vendor; each has its own schedule and snapshots. */

/** The host and its data folder; the first thing that a page requests. */
export interface AppInfo {
  version: string
  /** The name of the data folder, without its path, which pages never see. */
  folder: string
  /** Other users of this machine can list the folder. */
  folderIsOpen: boolean
  host: 'desktop' | 'browser' | 'terminal'
  demo: boolean
  timeZone: string
  /** True if there is no connection yet. */
  empty: boolean
  /** Whether secrets can be stored beyond this session, or why not. */
  keychain: { available: boolean; reason: string | null }
}

/** A connection without its credential, which never leaves the host. */
export interface ConnectionAnswer {
  name: string
  provider: ProviderId
  url: string
  state: 'ok' | 'needs-credential' | 'stopped'
  /** The day on which the own organisation's billing cycles begin; null if its usage is not collected. */
  cycleDay: number | null
  /** Paused by the user: nothing is collected. Independent of `state`. */
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
  /** `optional`: collecting works without it; the message says which feature stays off. */
  parts: { name: string; ok: boolean; optional?: true; message: string }[]
}

/** A tenant of a connection, with whether it is collected and the last result. */
export interface TenantAnswer {
  id: number
  connection: string
  provider: ProviderId
  kind: TenantKind
  externalId: string
  name: string
  microsoftTenantId: string | null
  /** Paused by the user, on its own or through its connection. */
  paused: boolean
  /** Paused on its own, so that resuming the tenant has an effect. */
  pausedItself: boolean
  vendorPaused: boolean | null
  /** The vendor's complete list no longer contains it: its history stays, nothing more is collected. */
  gone: boolean
  lastSnapshotAt: string | null
  lastError: { code: ErrorCode; message: string } | null
}

/** One of a tenant's reports and how collecting it stands. */
export interface TenantReport {
  dataset: DatasetId
  /** Without it everything else works. */
  optional: boolean
  /** `refused`: a permission is missing; `missing`: the vendor does not have it; `changed`: the vendor's answer could not be read. */
  state: 'collected' | 'refused' | 'missing' | 'changed' | 'failed' | 'not-asked'
  /** The last attempt. */
  askedAt: string | null
  lastSnapshotAt: string | null
  /** Why the last attempt brought nothing, with the next step. */
  error: { code: ErrorCode; message: string } | null
  /** Of the newest snapshot. */
  warnings: Warning[]
}

/** One attempt to collect a dataset. */
export interface RunAnswer {
  id: number
  tenant: number | null
  dataset: DatasetId
  /** Null while the run is in progress. */
  outcome: 'recorded' | 'unchanged' | 'failed' | 'skipped' | null
  snapshotId: number | null
  error: { code: ErrorCode; message: string } | null
  startedAt: string
  finishedAt: string | null
  requests: number
}

/** What is running, what is waiting and until when, and the expected finish. */
export interface QueueAnswer {
  expectedFinish: string | null
  items: { tenant: number | null; dataset: DatasetId; notBefore: string; reason: string }[]
}

/** A snapshot in a list. */
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

/** A person in a snapshot's list, with their SKUs. */
export interface HolderAnswer {
  id: string
  displayName: string | null
  userPrincipalName: string | null
  accountEnabled: boolean | null
  /** Set for a device, as far as the vendor's answer shows. */
  device?: true
  /** When Genesys's billing first saw them in the period. */
  billedSince?: string
  skus: string[]
}

/** A charge as the vendor sent it; quantities are decimal strings in its unit. */
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
  /** Ordered by id; null for a totals-only snapshot. (`holders` in lists is their number.) */
  people: HolderAnswer[] | null
  charges: ChargeAnswer[]
}

/** What a vendor sent. Users and their SKUs are sorted, since their order is not evidence. */
export interface RawAnswer {
  text: string
  /** Whether the text is exactly what was received, rather than rebuilt. */
  received: boolean
  sha256: string
}

/** All settings that users see, with their current values. */
export interface SettingsAnswer {
  /** IANA name of the reporting time zone. */
  timeZone: string
  /** 1 to 168. */
  collectEveryHours: number
  /** Automatic backups kept, 1 to 100. */
  backupsKept: number
  /** The vendor applies its rate limits per key, not per address. */
  limitsPerKey: boolean
  appearance: 'system' | 'light' | 'dark'
  notifications: boolean
  /** Overview shows the tour of the demo. */
  demoTour: boolean
  startAtLogin: boolean
}

/** A requested file. `saved` is false if the dialog was closed; `download` is the browser host's one-time address. */
export interface SavedFile {
  saved: boolean
  name: string | null
  /** The name of the chosen folder, without its path; null in a browser, which chooses the folder itself. */
  folder: string | null
  download: string | null
}

/** A table of an export (in a workbook, a sheet) with the number of rows written. */
export interface WrittenTable {
  name: string
  rows: number
}

/** An export and its tables; no tables if the dialog was closed. */
export interface ExportAnswer extends SavedFile {
  tables: WrittenTable[]
}

/** An automatic backup in the data folder. */
export interface BackupAnswer {
  name: string
  bytes: number
  at: string
}

/** What a deletion would remove: snapshots, and the people in their lists. `firstMonth` and `lastMonth` are null without a snapshot. */
export interface LossAnswer {
  snapshots: number
  people: number
  firstMonth: string | null
  lastMonth: string | null
}

/** A summary of a history. */
export interface HistoryFacts {
  snapshots: number
  tenants: number
  /** When the newest snapshot was collected; null if there is none. */
  newest: string | null
}

/** A valid backup, compared with the history that it would replace. `ref` identifies it in `backups.restore`. */
export interface BackupCheck {
  ref: string
  name: string
  bytes: number
  backup: HistoryFacts
  current: HistoryFacts
}

/** The second folder of backups. `behind`: it lacks the newest backup. `gone`: its disk or share is not connected. */
export interface SecondFolderAnswer {
  state: 'none' | 'ok' | 'behind' | 'gone'
  /** The name of the folder without its path, which pages never see; null without one. */
  name: string | null
  /** It is on the disk of the data folder: only a second place if something synchronises it. */
  sameDisk: boolean
  copies: number
  /** When the newest copy’s backup was made; null without copies. */
  newest: string | null
}

/** Whether the history is encrypted, and with what. */
export interface EncryptionAnswer {
  /** `keychain`: a random key in the keychain, with a recovery key. `passphrase`: from an environment variable. */
  state: 'off' | 'keychain' | 'passphrase'
  /** Why the key could not be kept in the keychain; null if it can. */
  noKeychain: string | null
  /** Files in the data folder that hold history and are not encrypted although the history is. */
  readable: string[]
}

/** The result of a change of the key. */
export interface KeyChangeAnswer {
  state: EncryptionAnswer['state']
  /** How many files were rewritten. */
  changed: number
  /** Files that were left as they were: damaged ones, and ones with an unknown key. */
  left: string[]
}

/** The result of a restore. */
export interface RestoreAnswer {
  /** Snapshots of the restored history. */
  snapshots: number
  /** The file in the data folder with the replaced history; null if there was none. */
  replaced: string | null
}

/** What was removed, and which files (backups, also in the second folder, replaced and damaged histories) may still contain it. `holders` counts people who no longer occur in their tenant's history. */
export interface DeleteAnswer {
  removed: { snapshots: number; holders: number }
  backups: string[]
}

/** Snapshots that were rebuilt and compared with their hash; `damaged` lists those that differ. */
export interface VerifyAnswer {
  snapshots: number
  verified: number
  damaged: number[]
  /** Month facts are derived data: a wrong one is not damage, and `history.rebuildFacts` rebuilds it. */
  facts: { months: number; wrong: WrongMonth[] }
}

/** A month whose stored facts differ from the evidence; `tenant` is null for a connection's dataset. */
export interface WrongMonth {
  tenant: number | null
  dataset: DatasetId
  month: string
}

/** The number of months whose facts were rebuilt. */
export interface RebuildAnswer {
  months: number
}

/** The day (`YYYY-MM-DD` in the reporting time zone) that the history is shown of; null: today, as always. */
export interface AsOfAnswer {
  day: string | null
}

/** The days to choose from, in the reporting time zone. */
export interface AsOfDays {
  today: string
  /** The days on which snapshots were received, oldest first. */
  received: string[]
}

/** A long-running task. All but `delete` and `encrypt` can be cancelled with `tasks.cancel`. */
export type TaskName = 'export' | 'verify' | 'backup' | 'restore' | 'encrypt' | 'delete' | 'ask-vendor' | 'as-of'

/** Events that a host streams to its page. */
export interface Events {
  /** A run started, progressed or ended; `done`/`total` count the current sweep. */
  'collect.progress': {
    running: boolean
    done: number
    total: number
    expectedFinish: string | null
    tenant: number | null
    dataset: DatasetId | null
  }
  /** A task started, progressed or ended. Null means unknown. */
  'task.progress': { task: TaskName; running: boolean; done: number | null; total: number | null }
  /** The history changed (in this or another process): refetch what is shown. */
  'history.changed': { at: string }
}
/** The name of an event. */
export type EventName = keyof Events
