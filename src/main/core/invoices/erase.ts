/** Removes a customer from invoices. Call only inside an erasure, before the tenant's name is removed. */
import type { WriteDb } from '../database/db.ts'
import { customerMatcher, tenantOfFile } from './customers.ts'

/** Removes the tenant's lines, mappings, exclusions and decisions, and invoices that have no other lines. */
export function eraseCustomer(db: WriteDb, tenantId: number): void {
  const { sqlite } = db
  const provider =
    sqlite.prepare<[number], string>('select kind from tenant where id = ?').pluck().get(tenantId) === 'petra' ? 'petra' : 'genesys'
  const match = customerMatcher(db, provider)
  const invoices = sqlite.prepare<[], { id: number; columns: string }>('select id, columns from invoice').all()
  const customers = sqlite.prepare<[number], { customerId: string; customerName: string }>(
    'select distinct customer_id customerId, customer_name customerName from invoice_line where invoice_id = ?',
  )
  const remove = sqlite.prepare('delete from invoice_line where invoice_id = ? and customer_id = ? and customer_name = ?')
  const removeAll = sqlite.prepare('delete from invoice_line where invoice_id = ?')
  const note = sqlite.prepare('update invoice set wiped_lines = wiped_lines + ? where id = ?')
  for (const { id, columns } of invoices) {
    const isWhole = tenantOfFile(columns) === tenantId
    let removed = isWhole ? removeAll.run(id).changes : 0
    for (const { customerId, customerName } of isWhole ? [] : customers.all(id)) {
      const found = match({ customerId, customerName })
      if (found !== null && 'tenant' in found && found.tenant === tenantId) removed += remove.run(id, customerId, customerName).changes
    }
    if (removed > 0) note.run(removed, id)
  }
  sqlite.exec('delete from invoice where wiped_lines > 0 and not exists (select 1 from invoice_line l where l.invoice_id = invoice.id)')
  for (const table of ['mapping', 'service_exclusion', 'reconcile_decision'])
    sqlite.prepare(`delete from ${table} where tenant_id = ?`).run(tenantId)
}

/** Removes the invoices and decisions of earlier months. */
export function eraseInvoicesBefore({ sqlite }: WriteDb, month: string): void {
  sqlite.prepare('delete from invoice_line where invoice_id in (select id from invoice where month < ?)').run(month)
  for (const table of ['invoice', 'reconcile_decision']) sqlite.prepare(`delete from ${table} where month < ?`).run(month)
}
