import { beforeEach, describe, expect, it } from 'vitest'
import type { WriteDb } from '../../../../src/main/core/database/db.ts'
import { readSetting, readSettings, setSetting, settingWrites } from '../../../../src/main/core/settings/settings.ts'
import type { Writer } from '../../../../src/main/core/writer/writer.ts'
import { testHistory } from '../../../support/history.ts'

describe('settings', () => {
  let db: WriteDb
  let writer: Writer
  beforeEach(async () => {
    db = (await testHistory()).db
    // Only `setting.set` is called here, which needs no thread.
    writer = { call: async (_, input) => settingWrites['setting.set'](db, input as never) as never, close: async () => {} }
  })

  it('have their initial value until set; the time zone is the system’s', () => {
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
    expect(readSettings(db)).toMatchObject({ timeZone, collectEveryHours: 24, backupsKept: 10 })
  })

  it('have the value that was set last', async () => {
    await setSetting(writer, 'timeZone', 'Pacific/Auckland')
    await setSetting(writer, 'collectEveryHours', 6)
    await setSetting(writer, 'collectEveryHours', 12)
    expect(readSettings(db)).toMatchObject({ timeZone: 'Pacific/Auckland', collectEveryHours: 12 })
  })

  it.each([
    ['timeZone', 'Mars/Olympus'],
    ['collectEveryHours', 0],
    ['collectEveryHours', '12'],
    ['backupsKept', 2.5],
    ['appearance', 'pink'],
  ])('refuse %s = %j with the reason', async (key, value) => {
    await expect(setSetting(writer, key, value)).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining(key) })
    expect(readSettings(db)).toMatchObject({ collectEveryHours: 24, backupsKept: 10 })
  })

  it.each(['nonsense', 'toString', 'demo'])('do not include %s', async (key) => {
    await expect(setSetting(writer, key, true)).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('timeZone') })
  })

  it('refuse an invalid stored value instead of guessing', () => {
    db.sqlite.prepare('insert into setting values (?, ?)').run('collectEveryHours', '"often"')
    expect(() => readSetting(db, 'collectEveryHours')).toThrow(/collectEveryHours/)
  })
})
