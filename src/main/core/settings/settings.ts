/** Reads and changes settings. A setting without a row has its initial value. Changing the time zone rebuilds the affected month facts. */
import { z } from 'zod'
import type { SettingsAnswer } from '../../../shared/contract/app-answers.ts'
import { AppError } from '../base/errors.ts'
import type { ReadDb, WriteDb, WriterOf } from '../database/db.ts'
import { preparedColumn } from '../database/prepared.ts'
import { settingTable } from '../database/schema/user.ts'
import { moveFacts } from '../state/month-facts/refresh.ts'
import { isSettingKey, isUserSetting, type SettingKey, type SettingValue, settingDefinitions } from './definitions.ts'

/** The current value of a setting. Throws `BAD_REQUEST` with the key if the stored value is invalid. */
export function readSetting<K extends SettingKey>(db: ReadDb | WriteDb, key: K): SettingValue<K> {
  const text = preparedColumn<string>(db.sqlite, 'select value from setting where key = ?').get(key)
  const { schema, initial } = settingDefinitions[key]
  if (text === undefined) return initial() as SettingValue<K>
  const parsed = schema.safeParse(JSON.parse(text))
  if (!parsed.success)
    throw new AppError('BAD_REQUEST', `The stored value of the setting ${key} is invalid. Set it again.`, { data: { key } })
  return parsed.data as SettingValue<K>
}

/** The current values of all user settings. */
export function readSettings(db: ReadDb): SettingsAnswer {
  return {
    timeZone: readSetting(db, 'timeZone'),
    collectEveryHours: readSetting(db, 'collectEveryHours'),
    backupsKept: readSetting(db, 'backupsKept'),
    limitsPerKey: readSetting(db, 'limitsPerKey'),
    appearance: readSetting(db, 'appearance'),
    notifications: readSetting(db, 'notifications'),
    demoTour: readSetting(db, 'demoTour'),
    startAtLogin: readSetting(db, 'startAtLogin'),
  }
}

/** Validates a value for a setting. Throws `BAD_REQUEST` that says what is expected. */
function parseSetting(key: string, value: unknown): { key: SettingKey; value: unknown } {
  if (!isSettingKey(key) || !isUserSetting(key)) {
    const known = Object.keys(settingDefinitions).filter((name) => isSettingKey(name) && isUserSetting(name))
    throw new AppError('BAD_REQUEST', `There is no setting "${key}". Settings are: ${known.join(', ')}.`, { data: { key } })
  }
  const parsed = settingDefinitions[key].schema.safeParse(value)
  if (!parsed.success) {
    throw new AppError(
      'BAD_REQUEST',
      `${key} cannot be set to this value: ${z.prettifyError(parsed.error).replace(/^✖ /, '').split('\n', 1)[0]}.`,
      { data: { key } },
    )
  }
  return { key, value: parsed.data }
}

/** Sets a setting. Throws as `parseSetting`. */
export async function setSetting(writer: WriterOf<typeof settingWrites>, key: string, value: unknown): Promise<void> {
  await writer.call('setting.set', parseSetting(key, value))
}

/** The writes of this folder. */
export const settingWrites = {
  'setting.set': (db: WriteDb, input: { key: SettingKey; value: unknown }): void => {
    const value = JSON.stringify(input.value)
    db.orm.insert(settingTable).values({ key: input.key, value }).onConflictDoUpdate({ target: settingTable.key, set: { value } }).run()
    if (input.key === 'timeZone') moveFacts(db, input.value as SettingValue<'timeZone'>)
  },
}
