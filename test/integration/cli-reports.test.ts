import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readCatalogue } from '../../src/main/core/catalogue/catalogue.ts'
import { openHistory, openReader } from '../../src/main/core/maintenance/open.ts'
import { inTerminal } from '../support/in-terminal.ts'
import { tempFolder } from '../support/temp-folder.ts'

const guid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const businessPremium = 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46'

/** A list in Microsoft's format: one line per service plan of each product, with columns in another order. */
function publishedList(products: number): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = Array.from({ length: products }, (_, at) => {
    const product =
      at === 0 ? ['Premium for "Business", 2026', 'SPB', businessPremium.toUpperCase()] : [`Product ${at}`, `PART_${at}`, guid(at)]
    return Array.from({ length: 12 }, (_, plan) =>
      [...product, `PLAN_${plan}`, guid(90_000 + plan), `Friendly, plan ${plan}`].map(quoted).join(','),
    )
  })
  const header = 'Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names'
  return `\u{FEFF}${[header, ...lines.flat()].join('\r\n')}\r\n`
}

it('imports Microsoft’s list, also twice, and rejects a file in another format as a whole', async () => {
  const folder = tempFolder()
  const env = { SEATLEDGER_DATA_DIR: join(folder, 'data') }
  const importing = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return inTerminal(['catalogue', 'import', join(folder, name), '--json'], { env })
  }
  const first = await importing('published.csv', publishedList(600))
  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(first.json()).toEqual({ products: 600, added: 599, renamed: 1 })
  expect((await importing('again.csv', publishedList(600))).json()).toEqual({ products: 600, added: 0, renamed: 0 })
  for (const [name, content] of [
    ['people.csv', 'name,mail\r\nAnna,anna@acme.example\r\n'],
    ['shifted.csv', `${publishedList(2)}"Broken ""quotes"","X",${guid(7)}\r\n`],
    ['empty.csv', ''],
  ] as const) {
    const refused = await importing(name, content)
    expect(refused.code, name).toBe(1)
    expect(refused.json()).toMatchObject({ error: { code: 'UNREADABLE_FILE', message: expect.stringMatching(/Nothing was imported/) } })
  }
  expect((await importing('again.csv', publishedList(600))).json()).toMatchObject({ added: 0, renamed: 0 })
})

it('line H: imports a list saved as windows-1252 with correct names, and rejects one with unreadable names', async () => {
  const folder = tempFolder()
  const env = { SEATLEDGER_DATA_DIR: join(folder, 'data') }
  const header = 'Product_Display_Name,String_Id,GUID\r\n'
  const importing = (bytes: Uint8Array) => {
    writeFileSync(join(folder, 'list.csv'), bytes)
    return inTerminal(['catalogue', 'import', join(folder, 'list.csv'), '--json'], { env })
  }
  const latin1 = (name: string) => importing(Buffer.from(`${header}${name},X,${guid(1)}\r\n`, 'latin1'))
  const named = async () => {
    const reader = openReader(env.SEATLEDGER_DATA_DIR)
    try {
      return readCatalogue(reader).sku(guid(1))?.name
    } finally {
      reader.sqlite.close()
    }
  }
  expect((await latin1('D\xe9fense \x96 Pr\xe9mium')).json()).toEqual({ products: 1, added: 1, renamed: 0 })
  expect(await named()).toBe('Défense – Prémium')
  for (const [refused, reason] of [
    [await latin1('\xc7\xe0\xf9\xe8\xf2\xe0'), 'neither UTF-8, UTF-16 nor windows-1252'],
    [await importing(Buffer.from(`${header}D\ufffdfense,X,${guid(1)}\r\n`)), 'a character was lost'],
  ] as const) {
    expect(refused.code).toBe(1)
    expect(refused.json()).toMatchObject({ error: { code: 'UNREADABLE_FILE', message: expect.stringContaining(reason) } })
  }
  expect(await named()).toBe('Défense – Prémium')
})

it('line H: takes an authority’s certificate that is saved as UTF-16, and refuses what is none', async () => {
  const folder = tempFolder()
  const connecting = (content: Buffer) => {
    writeFileSync(join(folder, 'ca.pem'), content)
    const args = ['team', 'connect', 'postgres://anna@127.0.0.1:1/history', '--ca', join(folder, 'ca.pem'), '--json']
    return inTerminal(args, { env: { SEATLEDGER_DATA_DIR: join(folder, 'data') } })
  }
  const pem = '\ufeff-----BEGIN CERTIFICATE-----\r\nAAAA\r\n-----END CERTIFICATE-----\r\n'
  // It goes on to the server, which is not there.
  expect((await connecting(Buffer.from(pem, 'utf16le'))).json()).toMatchObject({ error: { code: 'TEAM_UNREACHABLE' } })
  expect((await connecting(Buffer.from('none'))).json()).toMatchObject({
    error: { code: 'BAD_REQUEST', message: expect.stringContaining('not a PEM certificate') },
  })
})

const reference = new URL('../../../shared/reference/microsoft-skus.csv', import.meta.url)
it.skipIf(!existsSync(reference))('imports the excerpt of that list in the reference', async () => {
  const env = { SEATLEDGER_DATA_DIR: tempFolder() }
  const products = readFileSync(reference, 'utf8').trim().split('\n').length - 1
  const answer = (await inTerminal(['catalogue', 'import', reference.pathname, '--json'], { env })).json()
  expect(answer).toMatchObject({ products })
})

it('marks every readable output of a demo', async () => {
  const dataDir = tempFolder()
  const history = await openHistory(dataDir, 0)
  history.db.sqlite.prepare("insert into setting (key, value) values ('demo', 'true')").run()
  history.close()
  const answer = (...args: string[]) => inTerminal([...args, '--data-dir', dataDir])
  for (const command of [['trend', '--figure', 'reported'], ['tenants'], ['people', 'anna']]) {
    expect(await answer(...command)).toMatchObject({ code: 0, stderr: 'DEMO: made-up history, not a real bill\n' })
  }
  expect(await answer('tenants', '--json')).toMatchObject({ code: 0, stderr: '', stdout: '[]\n' })
  expect(await inTerminal(['tenants', '--data-dir', tempFolder()])).toMatchObject({ code: 0, stderr: '' })
})
