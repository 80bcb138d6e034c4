import type { Terminal } from './terminal.ts'

/** Names of tenants by our ids, for tables; none with `--json`, which has ids only. */
export async function tenantNames(terminal: Terminal): Promise<Map<number, string>> {
  if (terminal.json) return new Map()
  const tenants = await terminal.ask('tenants.list', {})
  return new Map(tenants.map((tenant) => [tenant.id, tenant.name]))
}

/** A tenant in a table: its id, by which commands know it, and its name; null for a connection's own dataset. */
export function tenantCell(id: number | null, names: Map<number, string>): string | null {
  if (id === null) return null
  const name = names.get(id)
  return name === undefined ? String(id) : `${id} ${name}`
}
