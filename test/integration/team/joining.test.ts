/** The test of a team's address before joining: what it finds, and what is wrong with the next step, on a real PostgreSQL. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { parseTeamUrl } from '../../../src/main/core/team/address.ts'
import { asTeamError } from '../../../src/main/core/team/client.ts'
import { rolesSql } from '../../../src/main/core/team/roles.ts'
import { describeTeam, type TeamHost, teamHost } from '../../support/team.ts'

describeTeam('the test of a team’s address', ({ postgres }) => {
  const host = (tenants?: string[]) =>
    teamHost({ DB_PASSWORD: postgres().password, WRONG: 'no such password', LOGIN: 'login-pass' }, tenants)
  const access = (database: string, user?: string) => ({
    url: postgres().url(database, user),
    secret: { env: user === undefined ? 'DB_PASSWORD' : 'LOGIN' },
  })
  const failure = (anna: TeamHost, input: { url: string; secret: { env: string } }) =>
    anna.ask('team.check', input).then(
      () => expect.unreachable('it did not fail'),
      (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
    )

  it('says what joining would do, and changes nothing there or here', async () => {
    const database = await postgres().createDatabase()
    // A database that somebody watches is still empty.
    await postgres().sql(database, 'CREATE EXTENSION pg_buffercache')
    const [anna, ben] = [await host(['T1']), await host()]
    await anna.record('T1', 0, [1])
    const empty = await anna.ask('team.check', access(database))
    expect(empty).toMatchObject({ tables: 'create', tls: false, user: 'owner', snapshots: 0, machines: [], here: 1 })
    expect(empty.version).toMatch(/^\d+/)
    expect(await postgres().sql(database, `SELECT to_regnamespace('seatledger')::text AS name`)).toEqual([{ name: null }])
    expect(await anna.ask('team.status', {})).toEqual({ team: null })

    await anna.ask('team.connect', access(database))
    await anna.ask('team.sync', {})
    const found = await ben.ask('team.check', access(database))
    expect(found).toMatchObject({ tables: 'use', snapshots: 1, here: 0 })
    expect(found.machines).toHaveLength(1)
    const [last] = await postgres().sql<{ id: number; hash: string }>(
      database,
      'DELETE FROM seatledger.migration WHERE id = (SELECT max(id) FROM seatledger.migration) RETURNING id, hash',
    )
    expect(await ben.ask('team.check', access(database))).toMatchObject({ tables: 'update', snapshots: 1 })
    await postgres().sql(database, 'INSERT INTO seatledger.migration (id, hash) VALUES ($1, $2)', [last!.id, last!.hash])
    expect(await postgres().sql(database, 'SELECT id FROM seatledger.machine')).toHaveLength(1)
  })

  it('names what is wrong with a server and a password, and the next step', async () => {
    const database = await postgres().createDatabase()
    const anna = await host()
    const secret = { env: 'DB_PASSWORD' }
    expect(await failure(anna, { url: 'postgres://owner@127.0.0.1:1/team', secret })).toMatch(
      /^TEAM_UNREACHABLE: .*127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)\. Check the address, the server and the network/,
    )
    const page = createServer((_, response) => response.end('not a database')).listen(0, '127.0.0.1')
    onTestFinished(() => void page.close())
    await new Promise((resolve) => page.once('listening', resolve))
    const { port } = page.address() as AddressInfo
    expect(await failure(anna, { url: `postgres://owner@127.0.0.1:${port}/team?sslmode=verify-full`, secret })).toMatch(
      /^TEAM_REFUSED: What answers on .* is not PostgreSQL\. Check the server and the port/,
    )
    const wrong = await failure(anna, { url: postgres().url(database), secret: { env: 'WRONG' } })
    expect(wrong).toMatch(/^TEAM_REFUSED: .*refused the user owner\. Check the user and its password/)
    expect(wrong).not.toContain('no such password')
    expect(await failure(anna, access('nothing_here'))).toMatch(/^TEAM_REFUSED: There is no database "nothing_here"/)
    const noEntry = Object.assign(new Error('no pg_hba.conf entry for host "192.0.2.1", user "anna", database "team", SSL encryption'), {
      code: '28000',
    })
    expect(asTeamError(noEntry, parseTeamUrl('postgres://anna@db.example.com/team'))).toMatchObject({
      code: 'TEAM_REFUSED',
      message: expect.stringContaining('lets nobody in from this machine as anna'),
    })
  })

  it('tells rights that are missing apart: to create a team, to take part, to do more than read', async () => {
    const database = await postgres().createDatabase()
    for (const role of ['clerk', 'stranger']) await postgres().sql(database, `CREATE ROLE ${role} LOGIN PASSWORD 'login-pass'`)
    const [owner, anna] = [await host(), await host()]
    expect(await failure(anna, access(database, 'clerk'))).toMatch(
      /^TEAM_REFUSED: .*has no team yet, and the user clerk may not create one\. Its owner joins first/,
    )
    await owner.ask('team.connect', access(database))
    await postgres().sql(database, rolesSql)
    await postgres().sql(database, 'GRANT seatledger_reader TO clerk')
    expect(await failure(anna, access(database, 'stranger'))).toMatch(/^TEAM_REFUSED: The user stranger lacks a right .*owner can grant it/)
    expect(await failure(anna, access(database, 'clerk'))).toMatch(/^TEAM_REFUSED: The user clerk may only read .*seatledger_collector/)
    await postgres().sql(database, 'GRANT seatledger_collector TO clerk')
    expect(await anna.ask('team.check', access(database, 'clerk'))).toMatchObject({ tables: 'use', user: 'clerk' })
    await postgres().sql(database, 'DELETE FROM seatledger.migration WHERE id = (SELECT max(id) FROM seatledger.migration)')
    expect(await failure(anna, access(database, 'clerk'))).toMatch(
      /^TEAM_OTHER_VERSION: .*older version of Seatledger\. Its owner updates them/,
    )
    await postgres().sql(database, `INSERT INTO seatledger.migration (id, hash) VALUES (98, 'of the future'), (99, 'of the future')`)
    expect(await failure(owner, access(database))).toMatch(/^TEAM_OTHER_VERSION: /)
  })

  it('leaves the database of another product alone', async () => {
    const database = await postgres().createDatabase()
    await postgres().sql(database, 'CREATE TABLE orders (id int); CREATE SCHEMA shop; CREATE VIEW shop.open_orders AS SELECT * FROM orders')
    const anna = await host()
    expect(await failure(anna, access(database))).toMatch(
      /^TEAM_REFUSED: .*belongs to something else: it holds public\.orders, shop\.open_orders, and no team\. It was not touched\. Create a database of its own/,
    )
    await expect(anna.ask('team.connect', access(database))).rejects.toMatchObject({ code: 'TEAM_REFUSED' })
    expect(await postgres().sql(database, `SELECT to_regnamespace('seatledger')::text AS name`)).toEqual([{ name: null }])
    const named = await postgres().createDatabase()
    await postgres().sql(named, 'CREATE SCHEMA seatledger')
    expect(await failure(anna, access(named))).toContain('it holds the schema seatledger, and no team')
  })
})
