/** A team's history on a real PostgreSQL. */
import { expect, it, onTestFinished } from 'vitest'
import { silentLog } from '../../../src/main/core/log/file-log.ts'
import { parseTeamUrl } from '../../../src/main/core/team/address.ts'
import { openTeamDb, type TeamDb } from '../../../src/main/core/team/client.ts'
import { emptyMemory, runRound } from '../../../src/main/core/team/sync.ts'
import { overviewBody } from '../../../src/main/demo/genesys-answers.ts'
import { dayMs } from '../../../src/shared/domain/duration.ts'
import { plainCustomer } from '../../support/genesys.ts'
import { asBytes } from '../../support/history.ts'
import { startPostgres } from '../../support/postgres.ts'
import { describeTeam, type TeamHost, teamHost } from '../../support/team.ts'
import { firstDay } from '../../support/test-connections.ts'

describeTeam('a team', ({ postgres, host, join, sync }) => {
  it('gives another machine what one recorded, with equal hashes and answers', async () => {
    const database = await postgres().createDatabase()
    const [anna, ben] = [await host(['T1', 'T2']), await host()]
    for (let day = 0; day < 40; day += 2) {
      await anna.record('T1', day, day < 20 ? [1, 2, 3] : [1, 2, 4, 5])
      await anna.record('T2', day, [7])
    }
    // Parsing would lose part of this answer, so its bytes are stored.
    await anna.record('T2', 40, [7], { odd: 0, é: '\u{1F600}' })
    await join(anna, database)
    expect(await sync(anna)).toMatchObject({ published: 41, pulled: 0 })
    await anna.record('T1', 41, [9])
    expect(await sync(anna)).toMatchObject({ published: 1, pulled: 0 })
    await join(ben, database)
    expect(await sync(ben)).toMatchObject({ published: 0, pulled: 42 })
    expect(ben.evidence()).toEqual(anna.evidence())
    expect(await ben.answers()).toEqual(await anna.answers())
    expect(await ben.ask('history.verify', {})).toMatchObject({ snapshots: 42, verified: 42, damaged: [] })
    // Again: nothing is duplicated.
    expect(await sync(anna)).toMatchObject({ published: 0, pulled: 0 })
    expect(await sync(ben)).toMatchObject({ published: 0, pulled: 0 })
  })

  it('merges two histories of the same vendor: each gets what it lacks', async () => {
    const database = await postgres().createDatabase()
    const [anna, ben] = [await host(['T1', 'T2']), await host(['T2', 'T3'])]
    for (let day = 0; day < 31; day += 10) {
      await anna.record('T1', day, [1, 2])
      await anna.record('T2', day, [3])
      await ben.record('T2', day + 1, [3, 4])
      await ben.record('T3', day + 1, [5])
    }
    await join(anna, database)
    await join(ben, database)
    await Promise.all([sync(anna), sync(ben)])
    await Promise.all([sync(anna), sync(ben)])
    expect(anna.evidence()).toHaveLength(16)
    expect(ben.evidence()).toEqual(anna.evidence())
    expect(await ben.answers()).toEqual(await anna.answers())
    for (const each of [anna, ben]) expect(await each.ask('history.verify', {})).toMatchObject({ verified: 16, damaged: [] })
  })

  it('records the snapshots of a tenant that another machine adds while this one exchanges', async () => {
    const database = await postgres().createDatabase()
    const [anna, ben] = [await host(['T1']), await host()]
    await join(anna, database)
    await join(ben, database)
    await anna.record('T1', 0, [1, 2])
    const db = openTeamDb(parseTeamUrl(postgres().url(database)), { password: postgres().password, ca: null })
    onTestFinished(() => db.close())
    let isSent = false
    const query: TeamDb['query'] = async (text, values) => {
      // After Ben has read the team's tenants, and before its snapshots.
      if (!isSent && text.includes('seq > $1 ORDER BY seq')) {
        isSent = true
        expect(await sync(anna)).toMatchObject({ published: 1 })
      }
      return db.query(text, values)
    }
    const { reader, writer } = ben.app
    const deps = { reader, writer, now: Date.now, log: silentLog, signal: new AbortController().signal, onProgress: () => {} }
    expect(await runRound({ ...db, query }, emptyMemory(), deps)).toMatchObject({ pulled: 1 })
    expect(ben.evidence()).toEqual(anna.evidence())
  })

  it('counts an answer recorded twice in one millisecond once, with the same figures', async () => {
    const database = await postgres().createDatabase()
    const [anna, ben] = [await host(['T1']), await host()]
    for (const day of [0, 0, 1]) await anna.record('T1', day, [1, 2])
    await join(anna, database)
    expect(await sync(anna)).toMatchObject({ published: 3, pulled: 0 })
    await join(ben, database)
    expect(await sync(ben)).toMatchObject({ published: 0, pulled: 2 })
    expect(await sync(anna)).toMatchObject({ published: 0, pulled: 0 })
    expect((await anna.ask('team.status', {})).team).toMatchObject({ waiting: 0, server: { snapshots: 2, behind: 0 } })
    expect(ben.evidence()).toEqual(anna.evidence().slice(1))
    expect(anna.evidence()[0]).toEqual(anna.evidence()[1])
    expect(await ben.answers()).toEqual(await anna.answers())
    for (const [each, snapshots] of [
      [anna, 3],
      [ben, 2],
    ] as const) {
      expect(await each.ask('history.verify', {})).toMatchObject({ snapshots, verified: snapshots, damaged: [] })
    }
  })

  it('A: accepts newer names of tenants after a list read while a machine’s clock was a year ahead', async () => {
    const database = await postgres().createDatabase()
    const [anna, ben] = [await host(['T1']), await host(['T1'])]
    const listed = (each: TeamHost, name: string, at: number) =>
      each.app.writer.call('tenants.listed', {
        connectionId: 1,
        listing: {
          tenants: [{ externalId: 'T1', kind: 'petra', name, microsoftTenantId: null, vendorPaused: false }],
          complete: ['petra'],
        },
        at,
      })
    const names = async () => [...(await anna.ask('tenants.list', {})), ...(await ben.ask('tenants.list', {}))].map(({ name }) => name)
    await listed(anna, 'From the future', Date.now() + 365 * 86_400_000)
    await join(anna, database)
    await sync(anna)
    await join(ben, database)
    await sync(ben)
    expect(await names()).toEqual(['From the future', 'From the future'])
    await listed(ben, 'Renamed', Date.now())
    await sync(ben)
    await sync(anna)
    expect(await names()).toEqual(['Renamed', 'Renamed'])
    // As an earlier version would have sent it.
    await postgres().sql(database, 'UPDATE seatledger.tenant SET name = $$Old$$, listed_at = 9000000000000')
    await listed(ben, 'Renamed again', Date.now())
    await sync(ben)
    await sync(anna)
    expect(await names()).toEqual(['Renamed again', 'Renamed again'])
  })

  it('A: counts pulled snapshots as collected, even after one dated in the future', async () => {
    const database = await postgres().createDatabase()
    const [anna, ben] = [await host(['T1']), await host()]
    await join(anna, database)
    await join(ben, database)
    const day = Math.floor((Date.now() - firstDay) / dayMs)
    for (const each of [day + 400, day]) {
      await anna.record('T1', each, [1])
      await sync(anna)
      await sync(ben)
    }
    const collectedAt = ben.app.reader.sqlite.prepare('SELECT last_success_at FROM target_state').pluck()
    expect(collectedAt.all()).toEqual([firstDay + day * dayMs])
  })

  it('does not pull what was deleted here', async () => {
    const database = await postgres().createDatabase()
    const [anna, ben] = [await host(['T1', 'T2']), await host()]
    await anna.record('T1', 0, [1])
    await anna.record('T2', 0, [2])
    await join(anna, database)
    await sync(anna)
    await join(ben, database)
    await sync(ben)
    await ben.ask('history.delete', { tenant: 'T2' })
    await anna.record('T1', 1, [1])
    await anna.record('T2', 1, [2])
    await sync(anna)
    expect(await sync(ben)).toMatchObject({ published: 0, pulled: 1 })
    expect(ben.evidence().map((each) => (each as { tenant: string }).tenant)).toEqual(['T1', 'T1'])
  })

  it('lets collectors insert and readers read, and nobody change history', async () => {
    const database = await postgres().createDatabase()
    const owner = await host(['T1'])
    await join(owner, database)
    const { rolesSql } = await import('../../../src/main/core/team/roles.ts')
    // Twice, as after an update.
    await postgres().sql(database, rolesSql)
    await postgres().sql(database, rolesSql)
    await postgres().sql(database, `CREATE ROLE anna LOGIN PASSWORD 'anna-pass' IN ROLE seatledger_collector`)
    await postgres().sql(database, `CREATE ROLE bi LOGIN PASSWORD 'bi-pass' IN ROLE seatledger_reader`)
    const anna = await teamHost({ DB_PASSWORD: 'anna-pass' }, ['T1'])
    await anna.record('T1', 0, [1])
    await anna.ask('team.connect', { url: postgres().url(database, 'anna'), secret: { env: 'DB_PASSWORD' } })
    expect(await sync(anna)).toMatchObject({ published: 1, pulled: 0 })
    expect(await sync(owner)).toMatchObject({ published: 0, pulled: 1 })
    const reader = await teamHost({ DB_PASSWORD: 'bi-pass' })
    await expect(reader.ask('team.connect', { url: postgres().url(database, 'bi'), secret: { env: 'DB_PASSWORD' } })).rejects.toMatchObject(
      {
        code: 'TEAM_REFUSED',
      },
    )
    await postgres().sql(
      database,
      `CREATE FUNCTION is_refused(role text, change text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
         PERFORM set_config('role', role, true);
         EXECUTE change;
         RETURN false;
       EXCEPTION WHEN insufficient_privilege THEN RETURN true;
       END $$`,
    )
    const refused = (roles: string[], changes: string[]) =>
      postgres().sql(
        database,
        'SELECT role, change, is_refused(role, change) AS refused FROM unnest($1::text[]) AS r (role), unnest($2::text[]) AS c (change)',
        [roles, changes],
      )
    const changes = [
      'DELETE FROM seatledger.snapshot',
      `UPDATE seatledger.snapshot SET params = 'x'`,
      'DELETE FROM seatledger.body',
      'TRUNCATE seatledger.decision',
    ]
    const roles = ['anna', 'bi', 'owner']
    expect(await refused(roles, changes)).toEqual(roles.flatMap((role) => changes.map((change) => ({ role, change, refused: true }))))
    const insert = `INSERT INTO seatledger.body VALUES ('a', 'b')`
    expect(await refused(['bi', 'anna'], [insert])).toMatchObject([{ refused: true }, { refused: false }])
  })

  it('publishes figures, people and changes for BI tools, with a comment on every column', async () => {
    const database = await postgres().createDatabase()
    const anna = await host(['T1'])
    await anna.record('T1', 0, [1, 2, 3])
    await anna.record('T1', 30, [2, 3, 4])
    await join(anna, database)
    await sync(anna)
    const { rolesSql } = await import('../../../src/main/core/team/roles.ts')
    await postgres().sql(database, rolesSql)
    await postgres().sql(database, `CREATE ROLE metabase LOGIN PASSWORD 'x' IN ROLE seatledger_reader`)
    const figures = await postgres().sql(
      database,
      `SELECT tenant, month, figure, value::float AS value FROM seatledger.team_month_figures WHERE figure IN ('listed', 'sku:sku-b') ORDER BY month, figure`,
    )
    expect(figures).toEqual([
      { tenant: 'Tenant T1', month: '2026-01', figure: 'listed', value: 3 },
      { tenant: 'Tenant T1', month: '2026-01', figure: 'sku:sku-b', value: 2 },
      { tenant: 'Tenant T1', month: '2026-02', figure: 'listed', value: 3 },
      { tenant: 'Tenant T1', month: '2026-02', figure: 'sku:sku-b', value: 1 },
    ])
    expect(
      await postgres().sql(database, `SELECT person_id, change, skus_added, skus_removed FROM seatledger.team_changes ORDER BY person_id`),
    ).toEqual([
      { person_id: 'person-1', change: 'left', skus_added: [], skus_removed: ['sku-a', 'sku-b'] },
      { person_id: 'person-4', change: 'came', skus_added: ['sku-a'], skus_removed: [] },
    ])
    const people = await postgres().sql(
      database,
      `SELECT person_id, sku_id, enabled FROM seatledger.team_people WHERE month = '2026-02' ORDER BY 1, 2`,
    )
    expect(people).toEqual([
      { person_id: 'person-2', sku_id: 'sku-a', enabled: true },
      { person_id: 'person-3', sku_id: 'sku-a', enabled: true },
      { person_id: 'person-3', sku_id: 'sku-b', enabled: true },
      { person_id: 'person-4', sku_id: 'sku-a', enabled: true },
    ])
    for (const view of ['team_month_figures', 'team_people', 'team_changes', 'team_charges']) {
      await postgres().sql(database, `SET ROLE metabase; SELECT * FROM seatledger.${view}`)
      const undocumented = await postgres().sql(
        database,
        `SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND col_description(attrelid, attnum) IS NULL`,
        [`seatledger.${view}`],
      )
      expect(undocumented, view).toEqual([])
    }
    expect(await anna.app.team.publishFigures(new AbortController().signal)).toBe(0)
  })

  it('publishes exact Genesys charges for BI tools', async () => {
    const database = await postgres().createDatabase()
    const anna = await host()
    const customer = plainCustomer(1)
    const at = Date.UTC(2026, 0, 31, 20)
    const { id: connectionId } = await anna.app.writer.call('connection.add', {
      name: 'Genesys',
      provider: 'genesys',
      config: '{}',
      at,
      secretKind: 'env',
      secretEnv: 'GENESYS_SECRET',
    })
    const listed = { externalId: customer.id, kind: 'customer' as const, name: customer.name, microsoftTenantId: null, vendorPaused: false }
    await anna.app.writer.call('tenants.listed', { connectionId, listing: { tenants: [listed], complete: ['customer'] }, at })
    const [tenant] = await anna.ask('tenants.list', {})
    await anna.app.writer.call('snapshot.record', {
      runId: null,
      connectionId,
      tenantId: tenant!.id,
      dataset: 'genesys.trustee-overview',
      asked: { externalId: customer.id, microsoftTenantId: null },
      observedAt: at,
      bytes: asBytes(overviewBody(customer, { start: '2026-01-01', end: '2026-01-31' }, at)),
    })
    await join(anna, database)
    await sync(anna)
    // Floats would lose digits of these; costs are rounded to cents, as on every screen.
    expect(
      await postgres().sql(
        database,
        `SELECT provider, tenant, month, name, unit, currency, used, committed, allowance, overage, commitment_cost, overage_cost, in_total
         FROM seatledger.team_charges`,
      ),
    ).toEqual([
      {
        provider: 'genesys',
        tenant: 'Customer 1',
        month: '2026-01',
        name: 'Genesys Cloud Data Storage',
        unit: 'gigabyte',
        currency: 'EUR',
        used: '12345678901234567890.123456789',
        committed: '2762.50',
        allowance: null,
        overage: '12345678901234565127.623456789',
        commitment_cost: '0.00',
        overage_cost: '2469135780246913025.52',
        in_total: true,
      },
    ])
  })

  it('B: accepts names that PostgreSQL cannot hold, in lists of tenants and for BI', async () => {
    const database = await postgres().createDatabase()
    const [anna, ben] = [await host(['T1']), await host()]
    const name = 'Nul\0 and \ud800 half'
    const users = [{ id: 'person-1', displayName: name, userPrincipalName: name, accountEnabled: true, assignedLicenseSkuIds: ['sku-a'] }]
    await anna.record('T1', 0, [1], { users, tenantDisplayName: name })
    const listed = [{ externalId: 'T1', kind: 'petra' as const, name, microsoftTenantId: null, vendorPaused: false }]
    await anna.app.writer.call('tenants.listed', {
      connectionId: 1,
      listing: { tenants: listed, complete: ['petra'] },
      at: firstDay + dayMs,
    })
    await join(anna, database)
    expect(await sync(anna)).toMatchObject({ published: 1 })
    await join(ben, database)
    expect(await sync(ben)).toMatchObject({ pulled: 1 })
    expect(ben.evidence()).toMatchObject([{ sha256: (anna.evidence()[0] as { sha256: string }).sha256 }])
    expect(await ben.ask('tenants.list', {})).toMatchObject([{ name: 'Nul\ufffd and \ufffd half' }])
    expect(await postgres().sql(database, 'SELECT name FROM seatledger.person')).toEqual([{ name: 'Nul\ufffd and \ufffd half' }])
  })

  it('checks the server’s certificate', async () => {
    const secure = await startPostgres({ ssl: 'on' })
    onTestFinished(() => secure.remove())
    const database = await secure.createDatabase()
    const anna = await teamHost({ DB_PASSWORD: secure.password })
    const secret = { env: 'DB_PASSWORD' }
    const url = `${secure.url(database)}?sslmode=verify-full`
    await expect(anna.ask('team.connect', { url, secret })).rejects.toMatchObject({ code: 'TEAM_REFUSED' })
    await expect(
      anna.ask('team.connect', { url: url.replace('127.0.0.1', 'localhost'), secret, ca: secure.certificate! }),
    ).rejects.toMatchObject({
      code: 'TEAM_REFUSED',
    })
    expect(await anna.ask('team.connect', { url, secret, ca: secure.certificate! })).toMatchObject({ problem: null })
    // The first cluster does not support TLS.
    const plain = `${postgres().url(await postgres().createDatabase())}?sslmode=verify-full`
    await expect(anna.ask('team.connect', { url: plain, secret, ca: secure.certificate! })).rejects.toThrow('does not offer TLS')
    await expect(
      teamHost({ DB_PASSWORD: 'wrong' }).then((ben) => ben.ask('team.connect', { url, secret, ca: secure.certificate! })),
    ).rejects.toThrow('refused the user')
  })

  it('accepts no demo, and its data folder cannot become a demo', async () => {
    const database = await postgres().createDatabase()
    const [anna, demo] = [await host(), await host()]
    await demo.app.writer.call('setting.set', { key: 'demo', value: true })
    await expect(join(demo, database)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await join(anna, database)
    await expect(anna.ask('demo.open', {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('never shows a sequence number before a smaller uncommitted one', async () => {
    const database = await postgres().createDatabase()
    const [anna, ben] = [await host(['T1']), await host(['T2'])]
    await join(anna, database)
    await join(ben, database)
    await anna.record('T1', 0, [1])
    await sync(anna)
    const pg = (await import('pg')).default
    const slow = new pg.Client({ host: '127.0.0.1', port: postgres().port, user: 'owner', password: postgres().password, database })
    await slow.connect()
    await slow.query('BEGIN')
    await slow.query(`INSERT INTO seatledger.snapshot (connection_id, tenant_id, dataset, params, observed_at, sha256, body_sha256, volatile, machine_id)
      SELECT connection_id, tenant_id, dataset, params, observed_at + 1, sha256, body_sha256, volatile, machine_id FROM seatledger.snapshot LIMIT 1`)
    await ben.record('T2', 0, [2])
    const publishing = sync(ben)
    const waits = () => postgres().sql(database, `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)
    while ((await waits()).length === 0);
    // Neither the uncommitted row nor anything after it is visible.
    expect(await sync(anna)).toMatchObject({ published: 0, pulled: 0 })
    await slow.query('COMMIT')
    await slow.end()
    await publishing
    await sync(anna)
    expect(anna.evidence()).toHaveLength(3)
  })
})
