/** One collector per connection of a team, on a real PostgreSQL. */
import { expect, it, onTestFinished } from 'vitest'
import { type Clock, systemClock } from '../../../src/main/core/base/clock.ts'
import { simulatedPetraKey } from '../../../src/main/demo/simulated-petra.ts'
import { endOf, startCommand } from '../../support/command.ts'
import { plainPetraWorld } from '../../support/plain-petra.ts'
import { collectAll, type RunningApp, runningApp, runningPetra } from '../../support/running-app.ts'
import { describeTeam } from '../../support/team.ts'

describeTeam('the collectors of a team', ({ postgres, join, sync }) => {
  const env = () => ({ DB_PASSWORD: postgres().password, PETRA_KEY: simulatedPetraKey })

  async function joined(database: string, origin: string, requestsPerMinute: number, clock: Clock = systemClock): Promise<RunningApp> {
    const host = await runningApp({ env: env(), clock })
    await host.ask('connections.add', {
      provider: 'petra',
      name: 'Petra',
      config: { baseUrl: origin, requestsPerMinute },
      secret: { env: 'PETRA_KEY' },
    })
    await join(host, database)
    await sync(host)
    return host
  }

  /** A clock whose time can be advanced (`by`) and set (`ahead`). */
  function shifted(): Clock & { by: number; ahead: number } {
    const clock = {
      ...systemClock,
      by: 0,
      ahead: 0,
      now: () => systemClock.now() + clock.by + clock.ahead,
      elapsed: () => systemClock.elapsed() + clock.by,
    }
    return clock
  }

  const codes = (runs: readonly { error: { code: string } | null }[]) => [...new Set(runs.map(({ error }) => error?.code))]

  it('request from a vendor once: the others pull the answers', async () => {
    const database = await postgres().createDatabase()
    const petra = await runningPetra({ world: plainPetraWorld(4) })
    const asked = () => petra.requests.filter(({ path }) => path === '/v1/billable-users').map(({ tenantId }) => tenantId)
    const anna = await joined(database, petra.origin, 6000)
    const ben = await joined(database, petra.origin, 6000)
    await collectAll(anna)
    // Anna's lease lasts for a minute after her last request.
    const runs = await collectAll(ben)
    expect(new Set(runs.map(({ error }) => error?.code))).toEqual(new Set(['COLLECTED_ELSEWHERE']))
    // Once that is known, nothing more is started.
    await expect(collectAll(ben)).rejects.toMatchObject({ code: 'COLLECTED_ELSEWHERE' })
    await anna.ask('team.sync', {})
    expect(await ben.ask('team.sync', {})).toMatchObject({ pulled: 5 })
    expect(asked()).toEqual(['t1', 't2', 't3', 't4'])
    // What was pulled is no longer due.
    const done = ben.app.reader.sqlite.prepare('SELECT count(*) FROM target_state WHERE last_success_at IS NOT NULL AND stop_code IS NULL')
    expect(done.pluck().get()).toBe(5)
    expect((await ben.ask('team.status', {})).team?.server?.machines).toHaveLength(2)
  })

  it('stop without the server when the lease expires; after four hours the last collector continues', async () => {
    const database = await postgres().createDatabase()
    const petra = await runningPetra({ world: plainPetraWorld(2) })
    const clock = shifted()
    const anna = await joined(database, petra.origin, 6000, clock)
    const ben = await joined(database, petra.origin, 6000, clock)
    await collectAll(anna)
    await collectAll(ben)
    await postgres().stop('immediate')
    try {
      const runs = await collectAll(anna)
      expect(runs.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged'])
      await expect(collectAll(ben)).rejects.toMatchObject({ code: 'COLLECTED_ELSEWHERE' })
      const asked = petra.requests.length
      // Her lease has expired: any machine that reaches the server may take it.
      clock.by += 66_000
      expect(codes(await collectAll(anna))).toEqual(['COLLECTED_ELSEWHERE'])
      await expect(collectAll(anna)).rejects.toThrow(/another machine may be collecting "Petra"\..* or without it from /)
      clock.by += 4 * 3_600_000
      expect(codes(await collectAll(ben))).toEqual(['COLLECTED_ELSEWHERE'])
      expect(petra.requests).toHaveLength(asked)
      expect((await collectAll(anna)).map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged'])
    } finally {
      await postgres().start()
    }
    await anna.ask('team.sync', {})
    expect(await ben.ask('team.sync', {})).toMatchObject({ pulled: 9 })
  })

  it('A: wait four hours without the server, whatever the clock is set to', async () => {
    const database = await postgres().createDatabase()
    const petra = await runningPetra({ world: plainPetraWorld(1) })
    const clock = shifted()
    clock.ahead = 24 * 3_600_000
    const anna = await joined(database, petra.origin, 6000, clock)
    await collectAll(anna)
    await anna.app.stop()
    clock.ahead = 0
    await postgres().stop('immediate')
    try {
      // The server last answered at a time that is a day ahead of the corrected clock.
      const again = await runningApp({ env: env(), clock, dataDir: anna.dataDir })
      expect(codes(await collectAll(again))).toEqual(['COLLECTED_ELSEWHERE'])
      clock.by += 4 * 3_600_000 + 1
      expect(new Set((await collectAll(again)).map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']))
    } finally {
      await postgres().start()
    }
    const again = await runningApp({ env: env(), clock, dataDir: anna.dataDir })
    clock.by += 60_000
    await collectAll(again)
    await postgres().stop('immediate')
    try {
      // Set forward during a short outage: the hours have not passed.
      clock.by += 66_000
      clock.ahead = 5 * 3_600_000
      expect(codes(await collectAll(again))).toEqual(['COLLECTED_ELSEWHERE'])
    } finally {
      await postgres().start()
    }
  })

  it('take over from a suspended process, which requests nothing more when it wakes up', async () => {
    const database = await postgres().createDatabase()
    const petra = await runningPetra({ world: plainPetraWorld(5), requestsPerMinute: 6000 })
    const asked = () => petra.requests.filter(({ path }) => path === '/v1/billable-users').map(({ tenantId }) => tenantId)
    const clock = shifted()
    const anna = await joined(database, petra.origin, 240)
    const ben = await joined(database, petra.origin, 240, clock)
    await anna.app.stop()
    const child = startCommand(['--data-dir', anna.dataDir, 'collect'], { env: env() })
    onTestFinished(() => void child.kill('SIGKILL'))
    const ended = endOf(child)
    while (asked().length < 2) await new Promise((resolve) => setTimeout(resolve, 10))
    child.kill('SIGSTOP')
    const before = asked().length
    const lastAskedAt = petra.requests.at(-1)!.at
    // Not within a minute of her last request, because her lease lasts longer.
    expect(codes(await collectAll(ben))).toEqual(['COLLECTED_ELSEWHERE'])
    await expect(collectAll(ben)).rejects.toMatchObject({ code: 'COLLECTED_ELSEWHERE' })
    expect(asked()).toHaveLength(before)
    const [lease] = await postgres().sql<{ until: Date }>(database, 'SELECT until FROM seatledger.lease')
    expect(lease!.until.getTime() - lastAskedAt).toBeGreaterThan(60_000)
    // That minute is over, by the server's clock and by Ben's.
    clock.by += 66_000
    await postgres().sql(database, 'UPDATE seatledger.lease SET until = now(); UPDATE seatledger.pace SET next_at = now()')
    await collectAll(ben)
    expect(asked().slice(before)).toEqual(['t1', 't2', 't3', 't4', 't5'])
    child.kill('SIGCONT')
    const { stderr } = await ended
    expect(stderr).toContain('is being collected by another machine of the team')
    expect(asked()).toHaveLength(before + 5)
  })
})
