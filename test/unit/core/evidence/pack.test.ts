import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packText, unpackText } from '../../../../src/main/core/evidence/pack.ts'
import { testHistory } from '../../../support/history.ts'

const address = fc.constantFrom(
  'ada@x.example',
  'bob@x.example',
  null,
  '',
  'a"b',
  '\u0004',
  '😀',
  'x","mail":"y',
  'x"}',
  'x","userPrincipalName":"x',
)
const ids = fc.constantFrom('ada', '06ebc4ee-1bb5-47dd-8120-11324bc54e06', 'ada@x.example', 'a"b', '\u0003', '', 'ä', 'true', '}')

/** Canonical texts of entries as vendors send them, and similar texts. */
const entries = fc
  .record(
    {
      accountEnabled: fc.constantFrom(true, false, null),
      date: fc.constantFrom('2026-07-21T06:02:11.000Z', '2026-07-21T06:02:11Z'),
      displayName: fc.constantFrom('Ada', 'ada', null, '","id":"ada'),
      id: fc.oneof(ids, fc.constant(null)),
      mail: address,
      name: ids,
      other: fc.jsonValue({ maxDepth: 1 }),
      userPrincipalName: address,
    },
    { requiredKeys: [] },
  )
  .map((entry) => JSON.stringify(entry))

test('unpacking restores every text, in code and in the view', async () => {
  const { db } = await testHistory()
  const { sqlite } = db
  sqlite.pragma('foreign_keys = OFF')
  const addId = sqlite.prepare('INSERT OR REPLACE INTO vendor_id (id, value) VALUES (1, ?)')
  const add = sqlite.prepare(
    'INSERT OR REPLACE INTO entry_row (series_id, owner_id, owner_occurrence, vendor_id, occurrence, from_number, packed) VALUES (1, 0, 0, 1, 0, 1, ?)',
  )
  const read = sqlite.prepare<[], string>('SELECT body FROM entry').pluck()
  // One transaction for all, because each commit waits for the disk.
  sqlite.exec('BEGIN; INSERT INTO wipe_permit VALUES (1)')
  fc.assert(
    fc.property(entries, ids, (text, id) => {
      const packed = packText(text, id)
      addId.run(id)
      add.run(packed)
      expect(unpackText(packed, id)).toBe(text)
      expect(read.get()).toBe(text)
    }),
    { numRuns: 2_000 },
  )
  sqlite.exec('ROLLBACK')
})

test('a typical person needs little more space than name and address', () => {
  const id = '06ebc4ee-1bb5-47dd-8120-11324bc54e06'
  const mail = 'anna.berg@northwind.example'
  const text = JSON.stringify({ accountEnabled: true, displayName: 'Anna Berg', id, mail, userPrincipalName: mail })
  expect(packText(text, id)).toHaveLength('Anna Berg'.length + mail.length + 6)
})
