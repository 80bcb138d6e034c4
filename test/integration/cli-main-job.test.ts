import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/main/core/base/clock.ts'
import { type CommandOptions, endOf, runCommand, startCommand } from '../support/command.ts'
import { type SimulatedPetra, simulatePetra } from '../support/simulated-petra.ts'
import { petraUser, staticPetraWorld } from '../support/static-petra-world.ts'

/** The main workflow in one data folder, as a user types it. */
describe('the main workflow in a terminal', { timeout: 180_000 }, () => {
  const secret = 'petra_sentinel_8f31c0'
  let dataDir: string
  let petra: SimulatedPetra
  const printed: string[] = []
  const run = async (args: string[], options: CommandOptions = {}) => {
    const result = await runCommand(args, { ...options, env: { SEATLEDGER_DATA_DIR: dataDir, PETRA_KEY: secret, ...options.env } })
    printed.push(result.stdout, result.stderr)
    return result
  }

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'seatledger-cli-'))
    const world = staticPetraWorld({ aB1: [petraUser('u1'), petraUser('u2')], cD2: [petraUser('u3')], gone: [] })
    const keys = [{ secret, tenants: true, usage: true }]
    petra = await simulatePetra({ clock: systemClock, requestsPerMinute: 6000, world, keys })
    return async () => {
      await petra.close()
      rmSync(dataDir, { recursive: true, force: true })
    }
  })

  it('connects with a credential from the environment, with global options in any position', async () => {
    const result = await run([
      'connect',
      '--json',
      'petra',
      'MSP',
      '--base-url',
      petra.origin,
      '--requests-per-minute',
      '6000',
      '--secret-env',
      'PETRA_KEY',
    ])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.json()).toMatchObject({ name: 'MSP', ok: true, organisation: 'Static MSP' })
    expect((await run(['--json', 'connections'])).json()).toEqual([
      {
        name: 'MSP',
        provider: 'petra',
        url: petra.origin,
        state: 'ok',
        cycleDay: null,
        paused: false,
        secret: 'env:PETRA_KEY',
        tenants: 3,
        lastRunAt: null,
        lastError: null,
      },
    ])
  })

  it('collects what it can, lists what failed and exits with 3', async () => {
    petra.fault({ path: '/v1/billable-users', tenantId: 'gone', status: 403 })
    const result = await run(['collect', '--json'])
    expect(result.code).toBe(3)
    const { runs } = result.json() as {
      runs: { id: number; tenant: number | null; dataset: string; outcome: string; error: { code: string } | null }[]
    }
    expect(runs.map((each) => [each.dataset, each.outcome]).sort()).toEqual([
      ['petra.billable-users', 'failed'],
      ['petra.billable-users', 'recorded'],
      ['petra.billable-users', 'recorded'],
      ['petra.usage', 'recorded'],
    ])
    const failed = runs.find((each) => each.outcome === 'failed')
    expect(failed?.error?.code).toBe('VENDOR_FORBIDDEN')
    expect(result.stderr).toContain(`tenant ${failed?.tenant}`)
    expect(Object.keys(runs[0]!).sort()).toEqual([
      'dataset',
      'error',
      'finishedAt',
      'id',
      'outcome',
      'requests',
      'snapshotId',
      'startedAt',
      'tenant',
    ])
  })

  it('exits with 1 if everything failed', async () => {
    const result = await run(['collect', '--tenant', 'gone', '--json'])
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing was collected') })
    expect(result.json()).toMatchObject({ runs: [{ outcome: 'failed' }] })
  })

  it('shows and verifies what was collected', async () => {
    const snapshots = (await run(['snapshots', '--tenant', 'aB1', '--json'])).json() as { id: number; holders: number; sha256: string }[]
    expect(snapshots).toMatchObject([
      { dataset: 'petra.billable-users', holders: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/), warnings: [] },
    ])
    const detail = (await run(['snapshot', String(snapshots[0]!.id), '--json'])).json()
    expect(detail).toMatchObject({
      ...snapshots[0],
      totals: { reported: 2, listed: 2, recounted: 2, units: 2 },
      holders: [
        {
          id: 'u1',
          displayName: 'Person u1',
          userPrincipalName: 'u1@contoso.example',
          accountEnabled: true,
          skus: ['6fd2c87f-b296-42f0-b197-1e91e994b900'],
        },
        { id: 'u2' },
      ],
      charges: [],
    })
    const raw = (await run(['snapshot', String(snapshots[0]!.id), '--raw'])).json()
    expect(raw).toMatchObject({ tenantId: 'aB1', totalBillableUsers: 2, users: [{ id: 'u1' }, { id: 'u2' }] })
    expect(await run(['verify', '--json'])).toMatchObject({
      code: 0,
      stdout: '{"snapshots":3,"verified":3,"damaged":[],"facts":{"months":3,"wrong":[]}}\n',
    })
    expect(await run(['rebuild-facts', '--json'])).toMatchObject({ code: 0, stdout: '{"months":3}\n' })
  })

  it('stops on Ctrl-C, keeps its data, and resumes', async () => {
    const slow = petra.fault({ path: '/v1/billable-users', tenantId: 'cD2', wire: { kind: 'silent', when: 'before' } })
    const child = startCommand(['collect', '--tenant', 'cD2', '--json'], { env: { SEATLEDGER_DATA_DIR: dataDir, PETRA_KEY: secret } })
    const seen = petra.requests.length
    const ended = endOf(child)
    while (petra.requests.length === seen) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGINT')
    const result = await ended
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining('Stopping') })
    expect(result.json()).toMatchObject({ error: { code: 'CANCELLED' } })
    slow()
    expect(await run(['collect', '--tenant', 'cD2'])).toMatchObject({ code: 0 })
  })

  it('writes the credential nowhere, and people only into the history', () => {
    const emails = ['u1@contoso.example', 'u3@contoso.example']
    const logs = readdirSync(join(dataDir, 'logs'), { withFileTypes: true }).map(({ name }) =>
      readFileSync(join(dataDir, 'logs', name), 'utf8'),
    )
    const database = readdirSync(dataDir)
      .filter((name) => name.startsWith('history.db'))
      .map((name) => readFileSync(join(dataDir, name), 'latin1'))
    for (const text of [...logs, ...database, ...printed]) expect(text).not.toContain(secret)
    for (const text of logs) for (const email of emails) expect(text).not.toContain(email)
  })
})
