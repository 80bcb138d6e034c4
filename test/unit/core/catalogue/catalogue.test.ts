import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { catalogueHandlers } from '../../../../src/main/core/api/catalogue-handlers.ts'
import { AppError } from '../../../../src/main/core/base/errors.ts'
import { builtInSkus } from '../../../../src/main/core/catalogue/built-in-skus.ts'
import { readCatalogue } from '../../../../src/main/core/catalogue/catalogue.ts'
import { readSkuList } from '../../../../src/main/core/catalogue/import.ts'
import { directHistory } from '../../../support/direct-history.ts'

const header = 'Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names'
const e3 = '05e9a617-0261-4cee-bb44-138d3ef5d965'
const list = (...rows: string[]) => [header, ...rows].join('\r\n')
const refused = (text: string): string => {
  try {
    readSkuList(text)
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNREADABLE_FILE') return error.message
    throw error
  }
  return expect.fail('expected a refusal')
}

function history() {
  const opened = directHistory()
  onTestFinished(opened.close)
  return opened
}

describe('the catalogue', () => {
  it('names common SKUs by id in any case, and no others', () => {
    const catalogue = readCatalogue(history().reader)
    expect(catalogue.sku(e3.toUpperCase())).toEqual({ name: 'Microsoft 365 E3', partNumber: 'SPE_E3' })
    expect(catalogue.sku('sku-id-1')).toBeNull()
  })

  it('has each id once, well formed, and names for all SKUs in its defaults', () => {
    const catalogue = readCatalogue(history().reader)
    expect(new Set(builtInSkus.map(([skuId]) => skuId)).size).toBe(builtInSkus.length)
    for (const [skuId] of builtInSkus) expect(skuId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    const spokenOf = [...catalogue.defaultExcluded, ...catalogue.defaultFree, ...catalogue.defaultOverlaps.flat()]
    expect(spokenOf.filter((skuId) => catalogue.sku(skuId) === null)).toEqual([])
  })

  it('agrees with Microsoft’s own list, if available', ({ skip }) => {
    const file = '../shared/reference/microsoft-skus.csv'
    if (!existsSync(file)) skip('the reference list is not beside this repository')
    const lines = readFileSync(file, 'utf8')
    expect(
      builtInSkus.filter(
        ([skuId, partNumber]) => !lines.includes(`${skuId},${partNumber},`) && !lines.includes(`${skuId},"${partNumber}",`),
      ),
    ).toEqual([])
  })

  it('distinguishes SKUs that Petra does not bill from free ones: some paid SKUs are not billed', () => {
    const { defaultExcluded, defaultFree } = readCatalogue(history().reader)
    const teamsPhoneStandard = 'e43b5b99-8dfb-405f-9987-dc307f34bcbd'
    const fabricFree = 'a403ebcc-fae0-4ca2-8c8c-7a907fd6c235'
    const stream = '1f2f344a-700d-42c9-9427-5cea1d5d7ba6'
    expect([teamsPhoneStandard, fabricFree, stream].map((id) => [defaultExcluded.has(id), defaultFree.has(id)])).toEqual([
      [true, false],
      [true, true],
      [false, true],
    ])
    expect(defaultExcluded.size).toBe(13)
  })

  it('has no duplicate pair, no pair of a SKU with itself, and no pair in both directions', () => {
    const pairs = readCatalogue(history().reader).defaultOverlaps.map(([skuId, covered]) => `${skuId} ${covered}`)
    expect(new Set(pairs).size).toBe(pairs.length)
    for (const pair of pairs) expect(pairs).not.toContain(pair.split(' ').reverse().join(' '))
  })

  it('distinguishes two SKUs with the same name by part number, if a history has both', () => {
    const { reader } = history()
    const newer = '3b555118-da6a-4418-894f-7df1e2096870'
    const older = 'dab7782a-93b1-4074-8bb1-0e61318bea0b'
    const names = () => [newer, older].map((skuId) => readCatalogue(reader).sku(skuId)?.name)
    const hold = (skuId: string) => reader.sqlite.prepare('insert into vendor_id (value) values (?)').run(skuId)
    hold(newer)
    expect(names()).toEqual(['Microsoft 365 Business Basic', 'Microsoft 365 Business Basic'])
    hold(older)
    expect(names()).toEqual([
      'Microsoft 365 Business Basic (O365_BUSINESS_ESSENTIALS)',
      'Microsoft 365 Business Basic (SMB_BUSINESS_ESSENTIALS)',
    ])
  })

  it('prefers imported names, all of which each import replaces', async () => {
    const { reader, writer } = history()
    const other = '11111111-2222-4333-8444-555555555555'
    await writer.call('catalogue.replace', { skus: [{ skuId: e3, partNumber: 'SPE_E3', name: 'Microsoft 365 Enterprise 3' }] })
    expect(readCatalogue(reader).sku(e3)?.name).toBe('Microsoft 365 Enterprise 3')
    await writer.call('catalogue.replace', { skus: [{ skuId: other, partNumber: null, name: 'Something new' }] })
    expect(readCatalogue(reader).sku(e3)?.name).toBe('Microsoft 365 E3')
    expect(readCatalogue(reader).sku(other)).toEqual({ name: 'Something new', partNumber: null })
  })
})

describe('an import', () => {
  it('reports its numbers, and imports nothing from a file in another format', async () => {
    const opened = history()
    const handlers = catalogueHandlers(opened)
    const signal = new AbortController().signal
    const csv = list(`Microsoft 365 Enterprise 3,SPE_E3,${e3},,,`, 'Something new,X,11111111-2222-4333-8444-555555555555,,,')
    expect(await handlers['catalogue.import']({ csv }, { signal })).toEqual({ products: 2, added: 1, renamed: 1 })
    const cutDown = `skuId,skuPartNumber,displayName\n${e3},SPE_E3,Microsoft 365 Enterprise 3\n`
    expect(await handlers['catalogue.import']({ csv: cutDown }, { signal })).toEqual({ products: 1, added: 0, renamed: 0 })
    await expect(handlers['catalogue.import']({ csv: 'tenant,users' }, { signal })).rejects.toMatchObject({ code: 'UNREADABLE_FILE' })
    expect(readCatalogue(opened.reader).sku(e3)?.name).toBe('Microsoft 365 Enterprise 3')
  })
})

describe('Microsoft’s list', () => {
  it('names each product once, with any number of service plans', () => {
    const text = list(
      `Microsoft 365 E3,SPE_E3,${e3},RMS_S_PREMIUM,6c57d4b6-3b23-47a5-9bc9-69f17b4947b3,Azure Information Protection Premium P1`,
      `Microsoft 365 E3,SPE_E3,${e3},MCOSTANDARD,0feaeb32-d00e-4d66-bd5a-43b5b83db82c,"Skype, for Business"`,
      '"Windows 365, 16 vCPU","CPC, ""16""",24BE3CD7-82CA-41A5-94A7-4903373CDCAE ,CPC,545e3611-3af8-49a5-9a0a-b7867968f4b0,x',
    )
    expect(readSkuList(`\ufeff${text}`)).toEqual([
      { skuId: e3, partNumber: 'SPE_E3', name: 'Microsoft 365 E3' },
      { skuId: '24be3cd7-82ca-41a5-94a7-4903373cdcae', partNumber: 'CPC, "16"', name: 'Windows 365, 16 vCPU' },
    ])
  })

  it('may have its columns in another order and extra blanks in its cells', () => {
    expect(readSkuList(`GUID,string_id,PRODUCT_DISPLAY_NAME\n\n\t${e3}\u00a0, SPE_E3\t,Microsoft\u00a0365 E3 \n`)).toEqual([
      { skuId: e3, partNumber: 'SPE_E3', name: 'Microsoft 365 E3' },
    ])
  })

  it('keeps the first of two names', () => {
    expect(readSkuList(list(`New name,A,${e3},,,`, `Old name,A,${e3},,,`)).map((sku) => sku.name)).toEqual(['New name'])
  })

  it.each([
    ['an empty file', '', 'no columns'],
    ['a web page', '<!doctype html>\n<title>Sign in</title>', 'other columns'],
    ['another CSV', 'tenant,units,amount\na,b,c', 'other columns'],
    ['a list without products', list(), 'has no products'],
    ['columns shifted by an unquoted comma', list(`Windows 365, 16 vCPU,CPC,${e3},CPC,x,y`), 'record 2'],
  ])('is rejected for %s', (_, text, why) => {
    expect(refused(text)).toContain(why)
    expect(refused(text)).toContain('Product_Display_Name, String_Id and GUID')
  })
})
