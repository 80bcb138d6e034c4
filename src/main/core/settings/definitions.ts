/** Every setting: what it may be and what holds until the user says otherwise. */
import { z } from 'zod'
import { isTimeZone } from '../../../shared/domain/calendar.ts'

interface Definition<T> {
  schema: z.ZodType<T>
  initial: () => T
  /** Kept by the programme itself: not listed, not set by users. */
  internal?: true
}

const define = <T>(definition: Definition<T>): Definition<T> => definition

// The machine's own. Asking for it takes a tenth of a millisecond, and every answer begins with it.
const systemTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

const timeZone = z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Berlin')

/** The settings by key. */
export const settingDefinitions = {
  /** Months and days of reports are counted in this zone. */
  timeZone: define<string>({ schema: timeZone, initial: () => systemTimeZone }),
  /** How old a dataset may grow before it is due again. */
  collectEveryHours: define<number>({ schema: z.number().int().min(1).max(168), initial: () => 24 }),
  /** How many automatic backups are kept. */
  backupsKept: define<number>({ schema: z.number().int().min(1).max(100), initial: () => 10 }),
  /** Whether the vendor counts its rate limits per key and not per address. */
  limitsPerKey: define<boolean>({ schema: z.boolean(), initial: () => false }),
  appearance: define<'system' | 'light' | 'dark'>({ schema: z.enum(['system', 'light', 'dark']), initial: () => 'system' }),
  notifications: define<boolean>({ schema: z.boolean(), initial: () => true }),
  startAtLogin: define<boolean>({ schema: z.boolean(), initial: () => false }),
  /** The folder holds made-up history; every screen and export says so. */
  demo: define<boolean>({ schema: z.boolean(), initial: () => false, internal: true }),
  /** While the demo is being filled, and after that was cut short: for which moment (ms) and zone it is made, and how many sweeps are done. */
  demoFilling: define<{ openedAt: number; timeZone: string; sweeps: number } | null>({
    schema: z.object({ openedAt: z.number(), timeZone: z.string(), sweeps: z.number().int() }).nullable(),
    initial: () => null,
    internal: true,
  }),
} as const

/** Names of settings. */
export type SettingKey = keyof typeof settingDefinitions
/** What a setting holds. */
export type SettingValue<K extends SettingKey> = ReturnType<(typeof settingDefinitions)[K]['initial']>

/** Whether the text names a setting. */
export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settingDefinitions, key)
}

/** Whether users see and set it. */
export function isUserSetting(key: SettingKey): boolean {
  return !('internal' in settingDefinitions[key])
}
