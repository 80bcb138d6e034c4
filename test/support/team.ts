/** Data folders of a team, filled without a vendor. */

import { afterAll, beforeAll, describe } from 'vitest'
import { silentLog } from '../../src/main/core/log/file-log.ts'
import type { Log } from '../../src/main/core/log/log.ts'
import type { RouteOutput } from '../../src/shared/contract/routes.ts'
import { dayMs } from '../../src/shared/domain/duration.ts'
import { asBytes } from './history.ts'
import { type Postgres, postgresObstacle, startPostgres } from './postgres.ts'
import { type RunningApp, runningApp } from './running-app.ts'
import { firstDay } from './test-connections.ts'

export interface TeamHost extends RunningApp {
  /** Records a day's answer about a tenant, whose people are given by number. */
  record(tenant: string, day: number, people: number[], volatile?: Record<string, unknown>): Promise<void>
  /** What two machines must agree on: every snapshot's target, time and hash, by time. */
  evidence(): unknown[]
  /** What the machines' screens must agree on. */
  answers(): Promise<unknown>
}

/** The environment of a team's tests: a separate PostgreSQL, and hosts that have its password. */
export interface TeamServer {
  postgres(): Postgres
  host(tenants?: string[], log?: Log): Promise<TeamHost>
  join(each: Pick<RunningApp, 'ask'>, database: string): Promise<unknown>
  sync(each: Pick<RunningApp, 'ask'>): Promise<RouteOutput<'team.sync'>>
}

/** Tests on a real PostgreSQL; skipped if none can run. */
export function describeTeam(name: string, tests: (server: TeamServer) => void): void {
  const obstacle = postgresObstacle()
  if (obstacle !== null) console.warn(`Skipped the tests of ${name}: ${obstacle}.`)
  describe.skipIf(obstacle !== null)(name, () => {
    let started: Postgres
    beforeAll(async () => {
      started = await startPostgres()
    })
    afterAll(() => started?.remove())
    tests({
      postgres: () => started,
      host: (tenants, log) => teamHost({ DB_PASSWORD: started.password }, tenants, log),
      join: ({ ask }, database) => ask('team.connect', { url: started.url(database), secret: { env: 'DB_PASSWORD' } }),
      sync: ({ ask }) => ask('team.sync', {}),
    })
  })
}

/** A data folder with a Petra connection and these tenants, or an empty one. */
export async function teamHost(env: Record<string, string>, tenants: string[] = [], log: Log = silentLog): Promise<TeamHost> {
  const running = await runningApp({ env, log })
  const { app, ask } = running
  await ask('settings.set', { key: 'timeZone', value: 'UTC' })
  const ids = new Map<string, number>()
  let connectionId = 0
  if (tenants.length > 0) {
    const place = { secretKind: 'env', secretEnv: 'PETRA_KEY' } as const
    const row = await app.writer.call('connection.add', { name: 'Petra', provider: 'petra', config: '{}', at: firstDay, ...place })
    connectionId = row.id
    const listed = tenants.map((id) => ({
      externalId: id,
      kind: 'petra' as const,
      name: `Tenant ${id}`,
      microsoftTenantId: null,
      vendorPaused: false,
    }))
    await app.writer.call('tenants.listed', { connectionId, listing: { tenants: listed, complete: ['petra'] }, at: firstDay })
    for (const tenant of await ask('tenants.list', {})) ids.set(tenant.externalId, tenant.id)
  }
  return {
    ...running,
    async record(tenant, day, people, volatile = {}) {
      const observedAt = firstDay + day * dayMs
      const users = people.map((number) => ({
        id: `person-${number}`,
        displayName: `Person ${number}`,
        accountEnabled: number % 5 !== 0,
        assignedLicenseSkuIds: number % 2 === 0 ? ['sku-a'] : ['sku-a', 'sku-b'],
      }))
      const payload = {
        tenantId: tenant,
        tenantDisplayName: `Tenant ${tenant}`,
        reportGeneratedAt: new Date(observedAt - 1000).toISOString(),
        totalBillableUsers: users.length,
        projectedBillableUnitsThisMonth: users.length,
        users,
        ...volatile,
      }
      await app.writer.call('snapshot.record', {
        runId: null,
        connectionId,
        tenantId: ids.get(tenant)!,
        dataset: 'petra.billable-users',
        asked: { externalId: tenant, microsoftTenantId: null },
        observedAt,
        bytes: asBytes(payload),
      })
    },
    evidence: () =>
      app.reader.sqlite
        .prepare(
          `SELECT c.name, t.external_id tenant, r.dataset, r.period_key period, s.reported_at reportedAt, s.observed_at observedAt,
             hex(s.sha256) sha256, s.listed, s.units, s.holders, s.warnings
           FROM snapshot s JOIN series r ON r.id = s.series_id JOIN connection c ON c.id = r.connection_id LEFT JOIN tenant t ON t.id = r.tenant_id
           ORDER BY 1, 2, 3, 4, 5, 6, 7`,
        )
        .all(),
    async answers() {
      const names = new Map((await ask('tenants.list', {})).map((tenant) => [tenant.id, tenant.externalId]))
      const months = await ask('months.list', {})
      const overview = await ask('overview.get', { month: '2026-02' })
      // Ids of tenants and snapshots differ between data folders.
      return JSON.parse(
        JSON.stringify({ months, overview }, (key, value: unknown) =>
          ['snapshotId', 'id', 'snapshot'].includes(key) && typeof value === 'number'
            ? 0
            : (key === 'tenant' || key === 'tenantId') && typeof value === 'number'
              ? names.get(value)
              : key === 'people' && Array.isArray(value)
                ? value.map((person) => JSON.stringify(person)).sort()
                : ['early', 'leftOut', 'missing'].includes(key) && Array.isArray(value)
                  ? value.map((tenant) => names.get(Number(String(tenant).replace('tenant ', '')))).sort()
                  : value,
        ),
      ) as unknown
    },
  }
}
