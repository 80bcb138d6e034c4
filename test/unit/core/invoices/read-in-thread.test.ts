import { expect, test } from 'vitest'
import { readInThread } from '../../../../src/main/core/invoices/read-in-thread.ts'

const file = {
  fileName: 'invoice.csv',
  bytes: new TextEncoder().encode('Customer,Product,Qty\nAcme,E3,3\n'),
  profiles: [],
  columns: { fields: { customerName: 'Customer', productName: 'Product', quantity: 'Qty' } },
}

test('a file is read in a thread, refused with the reason, and reading can be cancelled', async () => {
  const { preview, lines } = await readInThread(file, new AbortController().signal)
  expect(preview.counts?.lines).toBe(1)
  expect(JSON.parse(new TextDecoder().decode(lines))).toMatchObject([
    { row: 2, customerName: 'Acme', quantity: '3', cells: ['Acme', 'E3', '3'] },
  ])
  const empty = { ...file, bytes: new Uint8Array() }
  await expect(readInThread(empty, new AbortController().signal)).rejects.toMatchObject({ code: 'UNREADABLE_FILE' })
  const abort = new AbortController()
  const reading = readInThread(file, abort.signal)
  abort.abort()
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' })
})

test('a file that needs too much memory is refused, and the process goes on', { timeout: 300_000 }, async () => {
  const columns = Array.from({ length: 24 }, (_, column) => column)
  const rows = Array.from(
    { length: 95_000 },
    (_, row) => `C${row},E${row},3,${columns.map((column) => row * 31 + column * 100_003).join(',')}`,
  )
  const text = `Customer,Product,Qty,${columns.map((column) => `Note ${column}`).join(',')}\n${rows.join('\n')}`
  const reading = readInThread({ ...file, bytes: new TextEncoder().encode(text) }, new AbortController().signal)
  await expect(reading).rejects.toMatchObject({ code: 'UNREADABLE_FILE', message: expect.stringContaining('it needs too much memory') })
})
