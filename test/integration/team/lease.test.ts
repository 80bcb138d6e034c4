/** One collector for each connection of a team, on a real PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { simulatedPetraKey } from '../../../src/main/demo/simulated-petra.ts'
import { endOf, startCommand } from '../../support/command.ts'
import { plainPetraWorld } from '../../support/plain-petra.ts'
import { type Postgres, postgresObstacle, startPostgres } from '../../support/postgres.ts'
import { type RunningApp, runningApp, runningPetra } from '../../support/running-app.ts'

const obstacle = postgresObstacle()
if (obstacle !== null) console.warn(`Skipped the tests of a team's leases: ${obstacle}.`)

describe.skipIf(obstacle !== null)('the collectors of a team', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres?.remove())

  const env = () => ({ DB_PASSWORD: postgres.password, PETRA_KEY: simulatedPetraKey })

  async function joined(database: string, origin: string, requestsPerMinute: number): Promise<RunningApp> {
    const host = await runningApp({ env: env() })
    await host.ask('connections.add', {
      provider: 'petra',
      name: 'Petra',
      config: { baseUrl: origin, requestsPerMinute },
      secret: { env: 'PETRA_KEY' },
    })
    await host.ask('team.connect', { url: postgres.url(database), secret: { env: 'DB_PASSWORD' } })
    await host.ask('team.sync', {})
    return host
  }

  const collect = ({ app }: RunningApp) =>
    app.collector.collect({ kind: 'collect', connectionId: null, tenantId: null, due: false }, { signal: new AbortController().signal })

  it('ask a vendor once: the others get the answers from the team', async () => {
    const database = await postgres.createDatabase()
    const petra = await runningPetra({ world: plainPetraWorld(4) })
    const asked = () => petra.requests.filter(({ path }) => path === '/v1/billable-users').map(({ tenantId }) => tenantId)
    const anna = await joined(database, petra.origin, 6000)
    const ben = await joined(database, petra.origin, 6000)
    await collect(anna)
    // Anna's lease lasts a minute after her last turn.
    const runs = await collect(ben)
    expect(new Set(runs.map(({ error }) => error?.code))).toEqual(new Set(['COLLECTED_ELSEWHERE']))
    // Now that it is known, nothing is started any more.
    await expect(collect(ben)).rejects.toMatchObject({ code: 'COLLECTED_ELSEWHERE' })
    await anna.ask('team.sync', {})
    expect(await ben.ask('team.sync', {})).toMatchObject({ pulled: 5 })
    expect(asked()).toEqual(['t1', 't2', 't3', 't4'])
    // What was pulled is not due any more.
    const done = ben.app.reader.sqlite.prepare('SELECT count(*) FROM target_state WHERE last_success_at IS NOT NULL AND stop_code IS NULL')
    expect(done.pluck().get()).toBe(5)
    expect((await ben.ask('team.status', {})).team?.server?.machines).toHaveLength(2)
  })

  it('go on without the server only on the machine that collected last', async () => {
    const database = await postgres.createDatabase()
    const petra = await runningPetra({ world: plainPetraWorld(2) })
    const anna = await joined(database, petra.origin, 6000)
    const ben = await joined(database, petra.origin, 6000)
    await collect(anna)
    await collect(ben)
    await postgres.stop('immediate')
    try {
      const runs = await collect(anna)
      expect(runs.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged'])
      await expect(collect(ben)).rejects.toMatchObject({ code: 'COLLECTED_ELSEWHERE' })
    } finally {
      await postgres.start()
    }
    await anna.ask('team.sync', {})
    expect(await ben.ask('team.sync', {})).toMatchObject({ pulled: 6 })
  })

  it('take over from a suspended process, which asks nothing more when it wakes up', async () => {
    const database = await postgres.createDatabase()
    const petra = await runningPetra({ world: plainPetraWorld(5), requestsPerMinute: 6000 })
    const asked = () => petra.requests.filter(({ path }) => path === '/v1/billable-users').map(({ tenantId }) => tenantId)
    const anna = await joined(database, petra.origin, 240)
    const ben = await joined(database, petra.origin, 240)
    await anna.app.stop()
    const child = startCommand(['--data-dir', anna.dataDir, 'collect'], { env: env() })
    onTestFinished(() => void child.kill('SIGKILL'))
    const ended = endOf(child)
    while (asked().length < 2) await new Promise((resolve) => setTimeout(resolve, 10))
    child.kill('SIGSTOP')
    const before = asked().length
    // A minute later, by the server's clock.
    await postgres.sql(database, 'UPDATE seatledger.lease SET until = now(); UPDATE seatledger.pace SET next_at = now()')
    await collect(ben)
    expect(asked().slice(before)).toEqual(['t1', 't2', 't3', 't4', 't5'])
    child.kill('SIGCONT')
    const { stderr } = await ended
    expect(stderr).toContain('is being collected by another machine of the team')
    expect(asked()).toHaveLength(before + 5)
  })
})
