/** Every setting with its schema and default. */
import { z } from 'zod'
import { isTimeZone } from '../../../shared/domain/calendar.ts'

interface Definition<T> {
  schema: z.ZodType<T>
  initial: () => T
  /** Managed by the program: users can neither see nor set it. */
  internal?: true
}

const define = <T>(definition: Definition<T>): Definition<T> => definition

// Read once: a call takes 0.1 ms, and every answer needs it.
const systemTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

const timeZone = z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Berlin')

/** The settings by key. */
export const settingDefinitions = {
  /** Months and days of reports are counted in this zone. */
  timeZone: define<string>({ schema: timeZone, initial: () => systemTimeZone }),
  /** The age (hours) at which a dataset is due for collection. */
  collectEveryHours: define<number>({ schema: z.number().int().min(1).max(168), initial: () => 24 }),
  /** How many automatic backups are kept. */
  backupsKept: define<number>({ schema: z.number().int().min(1).max(100), initial: () => 10 }),
  /** Whether the vendor applies rate limits per key instead of per address. */
  limitsPerKey: define<boolean>({ schema: z.boolean(), initial: () => false }),
  appearance: define<'system' | 'light' | 'dark'>({ schema: z.enum(['system', 'light', 'dark']), initial: () => 'system' }),
  notifications: define<boolean>({ schema: z.boolean(), initial: () => true }),
  /** Whether Overview shows the demo’s tour. */
  demoTour: define<boolean>({ schema: z.boolean(), initial: () => true }),
  startAtLogin: define<boolean>({ schema: z.boolean(), initial: () => false }),
  /** A folder on another disk that automatic backups are copied to, with the id in its marker file. Set through `backups.chooseSecond`. */
  secondBackups: define<{ folder: string; id: string } | null>({
    schema: z.object({ folder: z.string(), id: z.string() }).nullable(),
    initial: () => null,
    internal: true,
  }),
  /** The data folder contains demo data; every screen and export says so. */
  demo: define<boolean>({ schema: z.boolean(), initial: () => false, internal: true }),
  /** Set while the demo is incomplete: when (ms) and in which time zone it was opened, and the number of completed sweeps. */
  demoFilling: define<{ openedAt: number; timeZone: string; sweeps: number } | null>({
    schema: z.object({ openedAt: z.number(), timeZone: z.string(), sweeps: z.number().int() }).nullable(),
    initial: () => null,
    internal: true,
  }),
} as const

/** A setting's key. */
export type SettingKey = keyof typeof settingDefinitions
/** A setting's value. */
export type SettingValue<K extends SettingKey> = ReturnType<(typeof settingDefinitions)[K]['initial']>

/** Whether the text is a setting's key. */
export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settingDefinitions, key)
}

/** Whether users can see and change it. */
export function isUserSetting(key: SettingKey): boolean {
  return !('internal' in settingDefinitions[key])
}
