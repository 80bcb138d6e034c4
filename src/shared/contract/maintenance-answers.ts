/** Backups, encryption, deletion and verification of the history. */
import type { DatasetId } from '../domain/vendors.ts'

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
  /** It is on the disk of the data folder, so it protects only if something synchronises it. */
  sameDisk: boolean
  copies: number
  /** When the newest copy’s backup was made; null without copies. */
  newest: string | null
}

/** Whether the history is encrypted, and where its key comes from. */
export interface EncryptionAnswer {
  /** `keychain`: a random key in the keychain, with a recovery key. `passphrase`: from an environment variable. */
  state: 'off' | 'keychain' | 'passphrase'
  /** Why the key cannot be stored in the keychain; null if it can. */
  noKeychain: string | null
  /** Files in the data folder that hold history and are not encrypted although the history is. */
  readable: string[]
}

/** The result of a change of the key. */
export interface KeyChangeAnswer {
  state: EncryptionAnswer['state']
  /** How many files were rewritten. */
  changed: number
  /** Files that were not changed: damaged ones, and ones with an unknown key. */
  left: string[]
}

/** The result of a restore. */
export interface RestoreAnswer {
  /** Snapshots of the restored history. */
  snapshots: number
  /** The file in the data folder with the replaced history; null if there was none. */
  replaced: string | null
}

/** What was removed, and which files (backups, also in the second folder, replaced and damaged histories) may still contain it; a second folder that cannot be read is one entry. `holders` counts people who no longer occur in their tenant's history. */
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
