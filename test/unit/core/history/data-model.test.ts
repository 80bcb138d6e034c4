/** The worked example of docs/data-model.md matches what the code does. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rebuildText } from '../../../../src/main/core/evidence/read-payload.ts'
import { testHistory } from '../../../support/history.ts'

const page = readFileSync(join(import.meta.dirname, '../../../../docs/data-model.md'), 'utf8')
const blocks = (language: string) => [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1]!)

test('the tables, text and hash of the worked example are correct', async () => {
  const { db, record } = await testHistory()
  const answers = blocks('json')
  expect(answers).toHaveLength(3)
  for (const answer of answers) {
    const { reportGeneratedAt } = JSON.parse(answer) as { reportGeneratedAt: string }
    record(answer, { observedAt: Date.parse(reportGeneratedAt) + 60_000 })
  }
  const table = (query: string) => {
    const statement = db.sqlite.prepare(query)
    const names = statement.columns().map(({ name }) => name)
    const rows = statement.raw().all() as unknown[][]
    return [names, names.map(() => '---'), ...rows.map((row) => row.map((cell) => cell ?? ''))]
      .map((cells) => `| ${cells.join(' | ')} |`)
      .join('\n')
  }
  const tables = [
    `SELECT number, reported, units, listed, holders, unchanged, frame_id frame FROM snapshot`,
    `SELECT v.value id, e.from_number "from", e.to_number "to", '\`' || e.body || '\`' body FROM entry e JOIN vendor_id v ON v.id = e.vendor_id ORDER BY 1, 2`,
    `SELECT v.value id, l.from_number "from", l.to_number "to", '\`' || k.body || '\`' "SKU list" FROM entry_sku_list l
     JOIN vendor_id v ON v.id = l.vendor_id JOIN sku_list k ON k.id = l.sku_list_id ORDER BY 1, 2`,
    `SELECT h.value holder, k.value SKU, a.from_number "from", a.to_number "to" FROM assignment a
     JOIN vendor_id h ON h.id = a.holder_id JOIN vendor_id k ON k.id = a.sku_id ORDER BY 1, 2, 3`,
    `SELECT k.value SKU, r.from_number "from", r.holders, r.enabled, r.disabled FROM sku_rollup r JOIN vendor_id k ON k.id = r.sku_id ORDER BY 2, 1`,
  ].map(table)
  for (const expected of tables) expect(page).toContain(expected)
  expect(blocks('text')[0]?.replaceAll(/\n\s*/g, '')).toBe(rebuildText(db, 3))
  expect(page).toContain(db.sqlite.prepare<[], string>('SELECT lower(hex(sha256)) FROM snapshot WHERE number = 3').pluck().get()!)
  for (const [frame] of db.sqlite.prepare<[], string[]>('SELECT body FROM frame').raw().all()) expect(page).toContain(frame)
})
