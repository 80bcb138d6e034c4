import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { type FileToRead, readFile } from '../../../../src/main/core/invoices/read-file.ts'
import type { InvoiceColumns } from '../../../../src/shared/contract/reconcile-answers.ts'
import { parseMonth } from '../../../../src/shared/domain/month.ts'

const columns = (fields: InvoiceColumns['fields'], more: Partial<InvoiceColumns> = {}): InvoiceColumns => ({
  fields,
  decimal: null,
  currency: null,
  item: null,
  tenant: null,
  seatCharges: null,
  ...more,
})

const plain = columns({ customerName: 'Customer', productName: 'Product', quantity: 'Qty', unitPrice: 'Price' })

const read = (content: string | Uint8Array, more: Partial<FileToRead> = {}) =>
  readFile({
    fileName: 'invoice.csv',
    bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
    profiles: [],
    ...more,
  })

const lined = async (content: string | Uint8Array, more: Partial<FileToRead> = {}) =>
  (await read(content, { columns: plain, ...more })).lines.map(
    ({ row, kind, customerName, productName, quantity, unitPrice, currency, problem }) => [
      row,
      kind,
      customerName,
      productName,
      quantity,
      unitPrice,
      currency,
      problem,
    ],
  )

describe('a CSV invoice', () => {
  const german = 'Customer;Product;Qty;Price\r\nMüller & Söhne;"Premium; groß";12;"1.234,50 €"\r\n'
  const expected = [[2, 'line', 'Müller & Söhne', 'Premium; groß', '12', '1234.5', 'EUR', null]]

  test.each([
    ['UTF-8', Buffer.from(german)],
    ['UTF-8 with a byte order mark', Buffer.from(`\u{FEFF}${german}`)],
    ['UTF-16', Buffer.from(`\u{FEFF}${german}`, 'utf16le')],
    ['windows-1252', Buffer.from(german.replace('€', '\u0080'), 'latin1')],
  ])('is read in %s', async (_, bytes) => {
    expect(await lined(bytes)).toEqual(expected)
  })

  test.each([',', ';', '\t', '|'])('is read with the delimiter %j', async (delimiter) => {
    const text = [
      ['Customer', 'Product', 'Qty', 'Price'],
      ['Acme', 'E3', '3', '12.50'],
    ]
      .map((row) => row.join(delimiter))
      .join('\n')
    expect(await lined(text)).toEqual([[2, 'line', 'Acme', 'E3', '3', '12.5', null, null]])
  })

  test('is read below titles, with blank rows, repeated headers and rows of totals', async () => {
    const text = [
      'Invoice 2026-07,,,',
      'Contoso MSP, Main Street 1,,',
      '',
      'Customer,Product,Qty,Price',
      'Acme,E3,3,10',
      ',,,',
      'Acme,Total,3,30',
      'Customer,Product,Qty,Price',
      'Beta,E3,,10',
      'Beta,E5,x,10',
      'Grand total:,,6,',
      ',,6,60',
    ].join('\n')
    const { preview } = await read(text, { columns: plain })
    expect(preview).toMatchObject({ headerRow: 4, headers: ['Customer', 'Product', 'Qty', 'Price'], delimiter: ',', encoding: 'utf-8' })
    expect(preview.counts).toEqual({ lines: 3, totals: 3, noSeats: 0, cancelled: 0, unreadable: 2 })
    expect(await lined(text)).toEqual([
      [5, 'line', 'Acme', 'E3', '3', '10', null, null],
      [7, 'total', 'Acme', 'Total', '3', '30', null, null],
      [9, 'line', 'Beta', 'E3', null, '10', null, 'the quantity is empty, or a formula without a stored value'],
      [10, 'line', 'Beta', 'E5', null, '10', null, 'the quantity “x” is not a number'],
      [11, 'total', 'Grand total:', '', '6', null, null, null],
      [12, 'total', '', '', '6', '60', null, null],
    ])
  })

  test('says that a decimal separator was assumed', async () => {
    const { preview } = await read('Customer,Product,Qty,Price\nAcme,E3,"1,234",5\n', { columns: plain })
    expect(preview.notes).toEqual([
      expect.stringContaining('“.” as the decimal separator, because no number in the file shows which one it uses'),
    ])
    const said = await read('Customer,Product,Qty,Price\nAcme,E3,"1,234",5\n', { columns: { ...plain, decimal: ',' } })
    expect([said.preview.notes, said.lines[0]?.quantity]).toEqual([[], '1.234'])
  })

  test('without known columns is previewed and not read', async () => {
    const { preview, lines } = await read('Client,Service,Seats\nAcme,E3,3\n')
    expect(preview).toMatchObject({ columns: null, counts: null, profile: null, sample: [['Acme', 'E3', '3']] })
    expect(lines).toEqual([])
  })

  test.each([
    ['', /it is empty/],
    ['just one line of text', /no header row was found/],
    ['a,b\nc,d\n', /no header row was found/],
    ['%PDF-1.7', /it is a PDF/],
    [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), /protected by a password, or an XLS/],
    [Buffer.from('Customer,Product,Qty\n\u00e4\u00f6\u00fc\u00df\u0081,b,1\n', 'latin1'), /encoding/],
  ])('%s is refused with its reason', async (content, reason) => {
    await expect(read(content)).rejects.toMatchObject({ code: 'UNREADABLE_FILE', message: expect.stringMatching(reason) })
  })

  test('of a thousand columns is refused', async () => {
    const wide = `${Array.from({ length: 1000 }, (_, at) => `c${at}`).join(',')}\n${'1,'.repeat(999)}1\n`
    await expect(read(wide)).rejects.toMatchObject({ code: 'UNREADABLE_FILE', message: expect.stringMatching(/more than 256 columns/) })
  })

  test('lists the missing columns', async () => {
    const text = 'Customer,Product,Qty,Price\nAcme,E3,3,1\n'
    await expect(
      read(text, { columns: columns({ customerName: 'Client', productName: 'Product', quantity: 'Qty' }) }),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('no column "Client". Its columns: Customer, Product, Qty, Price'),
    })
    await expect(read(text, { columns: columns({ customerName: 'Customer' }) })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('for the product, the quantity'),
    })
    await expect(read(text, { profile: 'nope' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(read(text, { headerRow: 9 })).rejects.toMatchObject({ code: 'UNREADABLE_FILE' })
  })
})

describe('a workbook', () => {
  const sheet = (name: string, rows: (string | number | Date | null)[][]) => ({ name, rows })
  const book = (...sheets: ReturnType<typeof sheet>[]) => writeXlsx({ sheets })

  test('is read from the sheet that a profile recognises, with exact numbers', async () => {
    const bytes = await book(
      sheet('Cover', [['Reconciliation'], ['Contoso']]),
      sheet('Lines & more', [
        ['CustomerId', 'CustomerName', 'ProductId', 'SkuId', 'SkuName', 'ChargeType', 'EffectiveUnitPrice', 'BillableQuantity'],
        ['{06EBC4EE-1BB5-47DD-8120-11324BC54E06}', 'Acme', 'CFQ7TTC0LF8S', '0002', 'E3', 'cycleFee', 0.1 + 0.2, 12],
      ]),
    )
    const { preview, lines } = await read(bytes, { fileName: 'invoice.xlsx' })
    expect(preview).toMatchObject({ sheets: ['Cover', 'Lines & more'], sheet: 'Lines & more', profile: 'microsoft-nce', encoding: null })
    expect(lines).toMatchObject([
      {
        customerId: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
        productId: 'CFQ7TTC0LF8S:0002',
        productName: 'E3',
        quantity: '12',
        unitPrice: '0.3',
        chargeType: 'cycleFee',
      },
    ])
    await expect(read(bytes, { sheet: 'Other' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('Cover, Lines & more'),
    })
  })

  test('uses the stored value of a formula; without one, the quantity is unreadable', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'S',
          rows: [
            ['Customer', 'Product', 'Qty', 'Price'],
            ['Acme', 'E3', null, 1],
            ['Beta', 'E3', null, 1],
          ],
          cells: new Map([
            ['1,2', { formula: 'SUM(1,2)', formulaResult: 3 }],
            ['2,2', { formula: 'SUM(1,2)' }],
          ]),
        },
      ],
    })
    expect(await lined(bytes)).toMatchObject([
      [2, 'line', 'Acme', 'E3', '3', '1', null, null],
      [3, 'line', 'Beta', 'E3', null, '1', null, expect.stringContaining('formula without a stored value')],
    ])
  })

  test('of a thousand columns is refused', async () => {
    const wide = await book(sheet('S', [Array.from({ length: 1000 }, (_, at) => `c${at}`)]))
    await expect(read(wide)).rejects.toMatchObject({ code: 'UNREADABLE_FILE', message: expect.stringContaining('more than 256 columns') })
  })
})

describe('a ready profile', () => {
  test('FOCUS 1.2: amounts such as tax are not seats', async () => {
    const text = [
      'BilledCost,BillingAccountId,BillingCurrency,ChargeCategory,ChargePeriodStart,ServiceName,SubAccountId,SubAccountName,SkuId,PricingQuantity,ContractedUnitPrice',
      '30.00,B1,EUR,Purchase,2026-07-01T00:00:00Z,E3,T1,Acme,sku-1,3,10.00',
      '5.70,B1,EUR,Tax,2026-07-01T00:00:00Z,E3,T1,Acme,sku-1,,',
    ].join('\n')
    const { preview, lines } = await read(text)
    expect(preview).toMatchObject({ profile: 'focus-1.2', counts: { lines: 1, noSeats: 1, unreadable: 0 } })
    expect(lines[0]).toMatchObject({ customerId: 'T1', productId: 'sku-1', quantity: '3', unitPrice: '10', amount: '30', currency: 'EUR' })
  })

  test('ConnectWise additions: one cancelled before the month is not counted', async () => {
    const text = [
      'Company Name,Sequence,Effective,Cancelled,Product ID,Description,Quantity,Price,Ext Price',
      'Acme,1,2026-01-01,,M365-E3,Microsoft 365 E3,3,10.00,30.00',
      'Acme,2,2026-01-01,2026-06-30,M365-E5,E5,1,20.00,20.00',
      'Acme,3,2026-01-01,13/07/2026,M365-E5,E5,1,20.00,20.00',
      'Acme,4,2026-01-01,06/07/2026,M365-E5,E5,1,20.00,20.00',
    ].join('\n')
    const { preview, lines } = await read(text, { month: parseMonth('2026-07') })
    expect(preview.profile).toBe('connectwise-additions')
    expect(lines.map(({ kind, problem }) => [kind, problem])).toEqual([
      ['line', null],
      ['cancelled', null],
      ['line', null],
      ['line', expect.stringContaining('is not a date, or is ambiguous')],
    ])
  })

  test('I: a day of cancellation that a program writes for none is none, and one that cannot be true has a problem', async () => {
    const days = ['0001-01-01', '1/1/0001 12:00:00 AM', '1899-12-30', '01.01.1900', '9999-12-31', '1950-01-01', '0202-06-30']
    const text = [
      'Company Name,Sequence,Effective,Cancelled,Product ID,Description,Quantity,Price,Ext Price',
      ...days.map((day, at) => `Acme,${at},2026-01-01,${day},M365-E3,Microsoft 365 E3,3,10.00,30.00`),
    ].join('\n')
    const { lines } = await read(text, { month: parseMonth('2026-07') })
    expect(lines.map(({ kind, problem }) => [kind, problem === null])).toEqual([
      ...days.slice(0, 5).map(() => ['line', true]),
      ['line', false],
      ['line', false],
    ])
  })

  test('is not chosen if two of the same kind fit', async () => {
    const own = (name: string) => ({ name, builtIn: false, columns: plain, recognisedBy: ['Customer', 'Product', 'Qty', 'Price'] })
    const text = 'Customer,Product,Qty,Price\nAcme,E3,3,1\n'
    expect((await read(text, { profiles: [own('a')] })).preview).toMatchObject({ profile: 'a', otherProfiles: [] })
    expect((await read(text, { profiles: [own('a'), own('b')] })).preview).toMatchObject({
      profile: null,
      otherProfiles: ['a', 'b'],
      columns: null,
    })
  })
})
