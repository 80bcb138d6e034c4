/** The host, its settings, and the day that it shows. */

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

/** The day (`YYYY-MM-DD` in the reporting time zone) as of which the history is shown; null: today, as usual. */
export interface AsOfAnswer {
  day: string | null
}

/** The days to choose from, in the reporting time zone. */
export interface AsOfDays {
  today: string
  /** The days on which snapshots were received, oldest first. */
  received: string[]
}
