import type { Terminal } from './terminal.ts'

/** Tenant names by our ids, for tables; empty with `--json`, which prints ids only. */
export async function tenantNames(terminal: Terminal): Promise<Map<number, string>> {
  if (terminal.json) return new Map()
  const tenants = await terminal.ask('tenants.list', {})
  return new Map(tenants.map((tenant) => [tenant.id, tenant.name]))
}

/** A tenant's table cell: the id that commands accept, and the name; null for a connection's own dataset. */
export function tenantCell(id: number | null, names: Map<number, string>): string | null {
  if (id === null) return null
  const name = names.get(id)
  return name === undefined ? String(id) : `${id} ${name}`
}
