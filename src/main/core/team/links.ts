/** The team's ids of our connections and tenants. */
import type { ReadDb } from '../database/db.ts'
import { preparedRows } from '../database/prepared.ts'

/** The team's ids by ours, without those deleted here. */
export function linkedIds({ sqlite }: ReadDb): { connections: Map<number, number>; tenants: Map<number, number> } {
  const ids = (sql: string) => new Map(preparedRows<[number, number]>(sqlite, sql).all())
  return {
    connections: ids('SELECT connection_id, team_connection_id FROM team_connection WHERE erased = 0'),
    tenants: ids('SELECT tenant_id, team_tenant_id FROM team_tenant WHERE erased = 0'),
  }
}
