import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSetting, readSettings, setSetting } from '../../../../src/main/core/settings/settings.ts'
import { directHistory } from '../../../support/direct-history.ts'

describe('settings', () => {
  let history: ReturnType<typeof directHistory>
  beforeEach(() => {
    history = directHistory()
  })
  afterEach(() => history.close())

  it('have their initial value until set, the time zone that of the system', () => {
    expect(readSettings(history.reader)).toMatchObject({
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      collectEveryHours: 24,
      backupsKept: 10,
    })
  })

  it('hold what was set, and take it back by another value', async () => {
    await setSetting(history.writer, 'timeZone', 'Pacific/Auckland')
    await setSetting(history.writer, 'collectEveryHours', 6)
    await setSetting(history.writer, 'collectEveryHours', 12)
    expect(readSettings(history.reader)).toMatchObject({ timeZone: 'Pacific/Auckland', collectEveryHours: 12 })
  })

  it.each([
    ['timeZone', 'Mars/Olympus'],
    ['collectEveryHours', 0],
    ['collectEveryHours', '12'],
    ['backupsKept', 2.5],
    ['appearance', 'pink'],
  ])('refuse %s = %j and say why', async (key, value) => {
    await expect(setSetting(history.writer, key, value)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining(key),
    })
    expect(readSettings(history.reader)).toMatchObject({ collectEveryHours: 24, backupsKept: 10 })
  })

  it.each(['nonsense', 'toString', 'demo'])('know no setting %s', async (key) => {
    await expect(setSetting(history.writer, key, true)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('timeZone'),
    })
  })

  it('never guess at a stored value that is not understood', () => {
    history.reader.sqlite.prepare('insert into setting values (?, ?)').run('collectEveryHours', '"often"')
    expect(() => readSetting(history.reader, 'collectEveryHours')).toThrow(/collectEveryHours/)
  })
})
