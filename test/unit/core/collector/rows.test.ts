import { expect, onTestFinished, test } from 'vitest'
import { readCollectRows } from '../../../../src/main/core/collector/rows.ts'
import { openReader } from '../../../../src/main/core/maintenance/open.ts'
import { testHistory } from '../../../support/history.ts'

test('the rows for planning are cached until the next write', async () => {
  const { db, dataDir } = await testHistory()
  const reader = openReader(dataDir)
  onTestFinished(() => void reader.sqlite.close())
  for (const handle of [reader, db]) {
    db.sqlite.prepare('update tenant set paused = 0').run()
    const before = readCollectRows(handle)
    expect(before.tenants.map(({ id }) => id)).toContain(1)
    expect(readCollectRows(handle)).toBe(before)
    db.sqlite.prepare('update tenant set paused = 1 where id = 1').run()
    expect(readCollectRows(handle).tenants.map(({ id }) => id)).not.toContain(1)
  }
})
