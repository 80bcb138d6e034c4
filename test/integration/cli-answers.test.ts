import { expect, it } from 'vitest'
import { inTerminal } from '../support/in-terminal.ts'
import { e3, exchange } from '../support/reporting.ts'
import { tempFolder } from '../support/temp-folder.ts'

it('sets an overlap, ends it, and lists every rule with its first month', async () => {
  const env = { SEATLEDGER_DATA_DIR: tempFolder() }
  const run = (...args: string[]) => inTerminal(args, { env })
  expect((await run('overlap', 'set', exchange, e3, '--from', '2026-02', '--json')).json()).toEqual({ revision: 1 })
  expect(await run('overlap', 'end', exchange, e3, '--for-all-history')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--yes'),
  })
  expect(await run('overlap', 'end', exchange, e3, '--for-all-history', '--yes')).toMatchObject({ code: 0 })
  expect(await run('overlap', 'set', e3, e3)).toMatchObject({ code: 2 })
  const rules = (await run('rules', '--json')).json() as { revision: number; overlaps: { revision: number | null }[] }
  expect(rules.revision).toBe(2)
  expect(rules.overlaps.filter((rule) => rule.revision !== null)).toMatchObject([
    { skuId: exchange, coveredSkuId: e3, active: true, from: '2026-02' },
    { skuId: exchange, coveredSkuId: e3, active: false, from: null },
  ])
  const text = (await run('rules')).stdout
  expect(text).toMatch(/^Rule revision 2\./)
  expect(text).toMatch(/ +2 +overlap .* not reported: .* all history$/m)
  expect(text).toMatch(/ – +excluded .* yes +built in$/m)
})

it('shows an empty history as empty: no figures, no months, nothing that needs attention', async () => {
  const env = { SEATLEDGER_DATA_DIR: tempFolder() }
  expect((await inTerminal(['overview', '--json'], { env })).json()).toMatchObject({ figures: [], tenants: [], attention: [] })
  expect((await inTerminal(['overview'], { env })).stdout).toContain('No problems.')
  expect((await inTerminal(['months', '--json'], { env })).json()).toMatchObject({ months: [] })
  expect(await inTerminal(['months', '--tenant', 'nobody'], { env })).toMatchObject({ code: 1 })
})

it('approves a month only when there is something to approve', async () => {
  const env = { SEATLEDGER_DATA_DIR: tempFolder() }
  expect(await inTerminal(['month', 'show', '2026-01'], { env })).toMatchObject({ code: 0, stdout: '2026-01 is not approved.\n' })
  expect((await inTerminal(['--json', 'month', 'show', '2026-01'], { env })).json()).toEqual({
    month: '2026-01',
    approved: null,
    moved: 0,
    values: [],
  })
  expect(await inTerminal(['month', 'approve', '2026-01'], { env })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no snapshot in 2026-01'),
  })
  expect(await inTerminal(['month', 'approve', '2026-13'], { env })).toMatchObject({ code: 2 })
  expect(await inTerminal(['month', 'withdraw', '2026-01'], { env })).toMatchObject({ code: 1 })
})

it('pauses and resumes a connection, and shows it in the list', async () => {
  const env = { SEATLEDGER_DATA_DIR: tempFolder() }
  const run = (...args: string[]) => inTerminal(args, { env })
  await run('connect', 'petra', 'MSP', '--secret-env', 'NOT_YET', '--no-check')
  expect((await run('connections', 'pause', 'MSP', '--json')).json()).toMatchObject({ name: 'MSP', paused: true, state: 'ok' })
  expect((await run('connections')).stdout).toMatch(/^MSP +petra +paused /m)
  expect(await run('collect', '--connection', 'MSP')).toMatchObject({ code: 1, stderr: expect.stringContaining('connections resume') })
  expect((await run('connections', 'resume', 'MSP')).stdout).toMatch(/^MSP +petra +ok /m)
  expect(await run('connections', 'pause', 'nobody')).toMatchObject({ code: 1, stderr: expect.stringContaining('Connections: MSP') })
})

it('changes the day on which billing cycles begin', async () => {
  const env = { SEATLEDGER_DATA_DIR: tempFolder() }
  const run = (...args: string[]) => inTerminal(args, { env })
  const genesys = ['connect', 'genesys', 'Own', '--client-id', 'c', '--region', 'mypurecloud.de', '--own-org', '--secret-env', 'NOT_YET']
  await run(...genesys, '--no-check')
  expect((await run('connections', 'cycle-day', 'Own', '21', '--json')).json()).toMatchObject({ name: 'Own', cycleDay: 21 })
  expect(await run('connections', 'cycle-day', 'Own', '1')).toMatchObject({ stdout: 'Own: billing cycles start on day 1.\n' })
  expect(await run('connections', 'cycle-day', 'Own', '32')).toMatchObject({ code: 2, stderr: expect.stringContaining('day') })
})
