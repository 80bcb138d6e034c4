import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { openHistory } from '../../src/main/core/maintenance/open.ts'
import { inTerminal } from '../support/in-terminal.ts'
import { e3, exchange, user, usersReport } from '../support/reporting.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { addTestConnections, firstDay, recordUsers } from '../support/test-connections.ts'

/** Acme has two E3 at the end of December and three, one of them with an Exchange plan, at the end of January 2026. */
async function acme() {
  const folder = tempFolder()
  const dataDir = join(folder, 'data')
  const { db, close } = await openHistory(dataDir, firstDay)
  addTestConnections(db)
  const report = (day: string, users: unknown[]) =>
    recordUsers(db, new TextEncoder().encode(JSON.stringify(usersReport(day, users, { tenantId: 'T1' }))), Date.parse(day))
  report('2025-12-31T12:00:00Z', [user('a', [e3]), user('b', [e3])])
  report('2026-01-31T12:00:00Z', [user('a', [e3]), user('b', [e3]), user('c', [e3, exchange])])
  close()
  const env = { SEATLEDGER_DATA_DIR: dataDir }
  return {
    folder,
    run: (...args: string[]) => inTerminal([...args, '--json'], { env }),
    text: (...args: string[]) => inTerminal(args, { env }),
  }
}

const columns = [
  '--tenant-column',
  'Client',
  '--sku-column',
  'Service',
  '--quantity-column',
  'Seats',
  '--price-column',
  'Price',
  '--currency',
  'EUR',
]

describe('reconcile', () => {
  it('reads an invoice, and recognises the next one by its columns', async () => {
    const { folder, run } = await acme()
    const file = join(folder, 'july.xlsx')
    const rows = [
      ['Invoice 7'],
      [],
      ['Client', 'Service', 'Seats', 'Price'],
      ['Acme', 'Microsoft 365 E3', 2, 10.5],
      ['Other Inc', 'Firewall', 1, 99],
    ]
    writeFileSync(file, await writeXlsx({ sheets: [{ name: 'Lines', rows }] }))

    const unknown = await run('reconcile', '--month', '2026-01', '--file', file)
    expect([unknown.code, unknown.json()]).toMatchObject([
      2,
      { error: { code: 'BAD_REQUEST', message: expect.stringContaining('Its columns: Client, Service') } },
    ])
    expect((await run('reconcile', '--file', file, '--preview')).json()).toMatchObject({ headerRow: 3, sheet: 'Lines', columns: null })

    const brought = await run('reconcile', '--month', '2026-01', '--file', file, ...columns, '--save-mapping', 'Our PSA', '--who', 'Kim')
    expect(brought.code).toBe(0)
    expect(brought.json()).toMatchObject({
      month: '2026-01',
      rows: [
        { tenant: null, sku: null, client: 'Other Inc', status: 'unmapped', billed: '1' },
        { tenant: 1, sku: e3, billed: '2', actual: '3', variance: '1', status: 'under', value: '10.50', currency: 'EUR' },
      ],
      totals: { unmappedLines: 1, open: 2 },
      added: { unchanged: false, invoice: { profile: 'Our PSA', broughtInBy: 'Kim' } },
    })
    // The columns are recognised from now on.
    expect((await run('reconcile', '--month', '2026-01', '--file', file)).json()).toMatchObject({ added: { unchanged: true } })
  })

  it('decides about a line, and leaves out lines that are not ours', async () => {
    const { folder, run, text } = await acme()
    const file = join(folder, 'psa.csv')
    writeFileSync(file, 'Client,Service,Seats,Price\nAcme,Microsoft 365 E3,2,10.50\nOther Inc,Firewall,1,99\n')
    await run('reconcile', '--month', '2026-01', '--file', file, ...columns)
    await run('mapping', 'set', 'customer', 'Other Inc', '--leave-out', '--reason', 'not ours')
    const people = await text('reconcile', 'people', '--month', '2026-01', '--tenant', 'Acme', '--item', `sku:${e3}`)
    expect(people.stdout).toMatch(/Name of c .* new since 2025-12/)
    const decided = await run(
      'reconcile',
      'decide',
      'adjust',
      '--month',
      '2026-01',
      '--tenant',
      '1',
      '--item',
      `sku:${e3}`,
      '--quantity',
      '3',
      '--effective',
      '2026-02-01',
      '--reason',
      'new colleague',
    )
    expect(decided.json()).toMatchObject({
      totals: { open: 0, leftOutLines: 1 },
      rows: [{ decision: { decision: 'adjust', quantity: '3' } }],
    })

    const shown = (await text('reconcile')).stdout
    expect(shown).toMatch(/1 Acme +Microsoft 365 E3 +2 +3 +holders +– +1 +10\.50 EUR +under +to be adjusted to 3 from 2026-02-01/)
    expect(shown).toMatch(/unmapped lines, not in any total +0/)
  })

  it('shows suggestions and the services that lines are compared with', async () => {
    const { folder, run, text } = await acme()
    await run('service', 'set', 'Managed user', '--sku', e3, '--sku', exchange, '--tolerance', '1', '--for-all-history')
    const excluded = await run(
      'service',
      'exclude',
      'Managed user',
      '--tenant',
      '1',
      '--person',
      'a',
      '--reason',
      'kiosk',
      '--for-all-history',
    )
    expect(excluded.json()).toMatchObject([
      { name: 'Managed user', counts: 'people', tolerance: '1', exclusions: [{ tenant: 1, person: 'a', reason: 'kiosk' }] },
    ])
    const file = join(folder, 'psa.csv')
    writeFileSync(file, 'Client;Service;Seats;Price\nACME Ltd.;Managed user;1;12,50\n')
    const shown = (await text('reconcile', '--month', '2026-01', '--file', file, ...columns)).stdout
    expect(shown).toMatch(/customer +name:acme ltd\. +1 +1 Acme \(the same name except for legal form/)
    await run('mapping', 'set', 'customer', 'ACME Ltd.', 'T1')
    expect((await run('reconcile')).json()).toMatchObject({
      rows: [{ sku: 'service:Managed user', billed: '1', actual: '2', status: 'matched' }],
    })
    expect((await run('service', 'end', 'Managed user', '--for-all-history')).json()).toEqual([])
  })

  it('reports invalid input with the reason', async () => {
    const { folder, run } = await acme()
    const file = join(folder, 'a.csv')
    writeFileSync(file, 'Client,Service,Seats\nAcme,E3,1\n')
    const refused = async (...args: string[]) => {
      const { code, json } = await run(...args)
      return [code, (json() as { error: { message: string } }).error.message]
    }
    expect(await refused('reconcile', '--file', file)).toEqual([2, expect.stringMatching(/Specify the month/)])
    expect(await refused('reconcile', '--month', '2026-01', '--sheet', 'x')).toEqual([2, expect.stringMatching(/--file/)])
    expect(await refused('reconcile', '--month', '2026-13')).toEqual([2, expect.stringMatching(/expects a month/)])
    expect(await refused('reconcile', '--month', '2026-01', '--file', join(folder, 'none.csv'))).toEqual([
      1,
      expect.stringMatching(/cannot be read/),
    ])
    expect(await refused('reconcile', '--month', '2026-01', '--file', file, '--mapping', 'nope')).toEqual([
      1,
      expect.stringMatching(/no profile "nope"/),
    ])
    expect(await refused('reconcile', '--month', '2026-01', '--file', file, '--item', 'E3')).toEqual([
      2,
      expect.stringMatching(/is not an item/),
    ])
    expect(await refused('reconcile')).toEqual([1, expect.stringMatching(/No invoice has been imported yet/)])
    expect(
      await refused('reconcile', 'decide', 'nod', '--month', '2026-01', '--tenant', '1', '--item', 'petra:unit', '--reason', 'x'),
    ).toEqual([2, expect.any(String)])
    expect(await refused('mapping', 'set', 'colour', 'x', '1')).toEqual([2, expect.stringMatching(/customer or a product/)])
    expect(await refused('mapping', 'set', 'customer', 'x')).toEqual([2, expect.stringMatching(/--leave-out/)])
    expect(await refused('service', 'end', 'none')).toEqual([1, expect.stringMatching(/no service "none"/)])
    expect(readFileSync(file, 'utf8')).toContain('Acme')
  })
})
