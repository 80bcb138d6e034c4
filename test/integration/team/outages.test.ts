/** A team's server that is unreachable, full, slow, restored or of another version, on a real PostgreSQL. */
import { expect, it, onTestFinished } from 'vitest'
import { silentLog } from '../../../src/main/core/log/file-log.ts'
import type { Log } from '../../../src/main/core/log/log.ts'
import { heldProxy } from '../../support/held-proxy.ts'
import { describeTeam } from '../../support/team.ts'

describeTeam('a team whose server fails', ({ postgres, host, join, sync }) => {
  it('reports an unreachable server once, continues recording, and catches up', async () => {
    const database = await postgres().createDatabase()
    const said: string[] = []
    const note = (_: unknown, text: string) => void said.push(text)
    const log: Log = { ...silentLog, warn: note, info: note, scope: () => log }
    const anna = await host(['T1'], log)
    await join(anna, database)
    await postgres().stop('immediate')
    try {
      await anna.record('T1', 0, [1])
      await expect(sync(anna)).rejects.toMatchObject({ code: 'TEAM_UNREACHABLE' })
      const first = (await anna.ask('team.status', {})).team
      expect(first).toMatchObject({ waiting: 1, server: null, problem: { code: 'TEAM_UNREACHABLE' } })
      await expect(sync(anna)).rejects.toMatchObject({ code: 'TEAM_UNREACHABLE' })
      expect((await anna.ask('team.status', {})).team?.problem?.since).toBe(first?.problem?.since)
    } finally {
      await postgres().start()
    }
    expect(await sync(anna)).toMatchObject({ published: 1, pulled: 0 })
    expect((await anna.ask('team.status', {})).team).toMatchObject({ waiting: 0, problem: null, server: { snapshots: 1, behind: 0 } })
    expect(said.filter((text) => text.includes('team'))).toEqual([
      'the exchange with the team fails; it is tried again',
      'the team’s database works again',
    ])
  })

  it('reports a full disk of the server once, continues recording, and catches up', async () => {
    const database = await postgres().createDatabase()
    const anna = await host(['T1'])
    await join(anna, database)
    // The server's own error, for every payload that it would have to store.
    await postgres().sql(
      database,
      `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         RAISE EXCEPTION 'could not extend file "base/16384/16402": No space left on device' USING ERRCODE = 'disk_full';
       END $$;
       CREATE TRIGGER full_disk BEFORE INSERT ON seatledger.body EXECUTE FUNCTION full_disk()`,
    )
    await anna.record('T1', 0, [1])
    await expect(sync(anna)).rejects.toMatchObject({ code: 'TEAM_UNREACHABLE' })
    const first = (await anna.ask('team.status', {})).team
    expect(first).toMatchObject({ waiting: 1, server: { snapshots: 0 } })
    expect(first?.problem?.message).toContain('disk of the team’s database is full')
    await anna.record('T1', 1, [1, 2])
    await expect(sync(anna)).rejects.toMatchObject({ code: 'TEAM_UNREACHABLE' })
    expect((await anna.ask('team.status', {})).team).toMatchObject({ waiting: 2, problem: { since: first?.problem?.since } })
    await postgres().sql(database, 'DROP TRIGGER full_disk ON seatledger.body')
    expect(await sync(anna)).toMatchObject({ published: 2 })
    expect((await anna.ask('team.status', {})).team).toMatchObject({ waiting: 0, problem: null })
  })

  it('records and answers while a slow server delays the exchange', async () => {
    const database = await postgres().createDatabase()
    const proxy = await heldProxy(postgres().port)
    const anna = await host(['T1'])
    const url = postgres().url(database).replace(`:${postgres().port}/`, `:${proxy.port}/`)
    await anna.ask('team.connect', { url, secret: { env: 'DB_PASSWORD' } })
    await sync(anna)
    proxy.hold()
    const exchanged = sync(anna)
    await anna.record('T1', 0, [1])
    expect(await anna.ask('snapshots.list', { newest: 1 })).toHaveLength(1)
    expect(await Promise.race([exchanged, 'still waiting'])).toBe('still waiting')
    // A statement waits no longer than its time-out.
    const { openTeamDb } = await import('../../../src/main/core/team/client.ts')
    const { parseTeamUrl } = await import('../../../src/main/core/team/address.ts')
    proxy.release()
    const db = openTeamDb(parseTeamUrl(url), { password: postgres().password, ca: null, timeoutMs: 100 })
    onTestFinished(() => db.close())
    await db.query('SELECT 1')
    await exchanged
    proxy.hold()
    await expect(db.query('SELECT 1')).rejects.toMatchObject({ code: 'TEAM_UNREACHABLE', message: expect.stringContaining('too slow') })
    proxy.release()
    await sync(anna)
    expect((await anna.ask('team.status', {})).team).toMatchObject({ waiting: 0, problem: null, server: { snapshots: 1 } })
  })

  it('publishes again what a restored server lost, and pulls what others published since', async () => {
    const database = await postgres().createDatabase()
    const [anna, ben] = [await host(['T1']), await host(['T1'])]
    await anna.record('T1', 0, [1])
    await join(anna, database)
    await sync(anna)
    await join(ben, database)
    await sync(ben)
    // The template is a copy of the whole database at this time.
    await postgres().sql('postgres', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`)
    await postgres().sql('postgres', `CREATE DATABASE yesterday TEMPLATE ${database}`)
    await anna.record('T1', 1, [1, 2])
    await sync(anna)
    await ben.record('T1', 2, [1, 2, 3])
    await sync(ben)
    await sync(anna)
    await postgres().sql('postgres', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`)
    await postgres().sql('postgres', `DROP DATABASE ${database}`)
    await postgres().sql('postgres', `ALTER DATABASE yesterday RENAME TO ${database}`)
    await ben.record('T1', 3, [1])
    await sync(ben)
    await sync(anna)
    await sync(ben)
    expect(anna.evidence()).toHaveLength(4)
    expect(ben.evidence()).toEqual(anna.evidence())
    const [{ count } = { count: '' }] = await postgres().sql<{ count: string }>(database, 'SELECT count(*) FROM seatledger.snapshot')
    expect(count).toBe('4')
  })

  it('does not change tables of another version, even while connected, and catches up', async () => {
    const database = await postgres().createDatabase()
    const [anna, ben] = [await host(['T1']), await host()]
    await join(anna, database)
    await sync(anna)
    await postgres().sql(database, `INSERT INTO seatledger.migration VALUES (99, 'of the future')`)
    await expect(join(ben, database)).rejects.toMatchObject({ code: 'TEAM_OTHER_VERSION' })
    await anna.record('T1', 0, [1])
    await expect(sync(anna)).rejects.toThrow('updated by a newer version')
    expect((await anna.ask('team.status', {})).team).toMatchObject({ waiting: 1, problem: { code: 'TEAM_OTHER_VERSION' } })
    await postgres().sql(database, 'DELETE FROM seatledger.migration WHERE id = 99')
    expect(await sync(anna)).toMatchObject({ published: 1 })
    // A server whose tables were made by an older version.
    const [last] = await postgres().sql<{ id: number; hash: string }>(
      database,
      'DELETE FROM seatledger.migration WHERE id = (SELECT max(id) FROM seatledger.migration) RETURNING id, hash',
    )
    await expect(sync(anna)).rejects.toThrow('older version')
    await postgres().sql(database, 'INSERT INTO seatledger.migration (id, hash) VALUES ($1, $2)', [last!.id, last!.hash])
    expect(await sync(anna)).toMatchObject({ published: 0, pulled: 0 })
  })
})
