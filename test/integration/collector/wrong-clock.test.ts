import { describe, expect, it } from 'vitest'
import { listTenants } from '../../../src/main/core/connections/read.ts'
import { tenantReports } from '../../../src/main/core/connections/tenant-reports.ts'
import { runChecks } from '../../../src/main/core/doctor/doctor.ts'
import { backupDaily, backupNow, listBackups } from '../../../src/main/core/maintenance/backup.ts'
import { claimSecondFolder, copyToSecond, secondFolderState } from '../../../src/main/core/maintenance/second-folder.ts'
import { createMemoryStore } from '../../../src/main/core/secrets/memory-store.ts'
import { everything } from '../../support/collecting.ts'
import { petraHost } from '../../support/petra-host.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const hourMs = 3_600_000
const ms = (text: string) => Date.parse(text)

describe('A: a clock that was ahead during a collection and was corrected', () => {
  const options = { at: '2026-11-22T09:00:00Z', tenants: 3 }

  it.each([hourMs, 24 * hourMs, 400 * 24 * hourMs])(
    'by %i ms: `collect` asks now and reports only the runs that it made',
    async (ahead) => {
      const { clock, asked, host, collect } = await petraHost(options)
      clock.play()
      clock.set(ahead)
      const earlier = await collect()
      clock.set(-ahead)
      const again = await collect()
      expect(asked()).toEqual(['t1', 't2', 't3', 't1', 't2', 't3'])
      expect(again).toHaveLength(4)
      expect(Math.min(...again.map((run) => run.id))).toBeGreaterThan(Math.max(...earlier.map((run) => run.id)))
      const one = await host.collector.collect({ ...everything, tenantId: 2 }, { signal: new AbortController().signal })
      expect(one.map((run) => run.tenant)).toEqual([2])
      expect(asked().slice(6)).toEqual(['t2'])
    },
  )

  it('`collect --due` treats a success in the future as not collected', async () => {
    const { clock, asked, collect } = await petraHost(options)
    clock.play()
    clock.set(24 * hourMs)
    await collect()
    clock.set(-24 * hourMs)
    expect(await collect({ ...everything, due: true })).toHaveLength(4)
    expect(asked()).toHaveLength(6)
    // Once is enough.
    expect(await collect({ ...everything, due: true })).toEqual([])
    expect(asked()).toHaveLength(6)
  })

  it('the schedule collects at once, and a request for everything does not join the sweep from the future', async () => {
    const { clock, asked, host, collect } = await petraHost(options)
    clock.set(2 * hourMs)
    host.collector.start()
    await clock.playUntil(ms('2026-11-22T11:02:30Z'))
    expect(asked()).toEqual(['t1', 't2', 't3'])
    clock.set(-2 * hourMs)
    const latest = host.reader.sqlite.prepare('select max(id) from run').pluck().get() as number
    expect(host.collector.queue().items.length).toBeGreaterThan(0)
    clock.play()
    const runs = await collect()
    expect(Math.min(...runs.map((run) => run.id))).toBeGreaterThan(latest)
    expect(asked()).toEqual(['t1', 't2', 't3', 't1', 't2', 't3'])
  })

  it('corrected in the middle of a collection, which still ends and collects each tenant once', async () => {
    const { clock, asked, collect } = await petraHost(options)
    clock.set(24 * hourMs)
    const collecting = collect()
    await clock.playUntil(ms('2026-11-23T09:00:30Z'))
    expect(asked()).toEqual(['t1'])
    clock.set(-24 * hourMs)
    clock.play()
    expect(await collecting).toHaveLength(4)
    expect(asked()).toEqual(['t1', 't2', 't3'])
  })

  it('`doctor` names a run in the future', async () => {
    const { clock, dataDir, collect, host } = await petraHost(options)
    clock.set(24 * hourMs)
    await collect()
    clock.set(-24 * hourMs)
    const network = {
      carrier: 'node',
      proxy: { variables: [], exceptions: null, withoutEffect: [] },
      systemCertificates: 0,
      extraCertificatesFile: null,
    } as const
    const facts = {
      dataDir,
      clock,
      secrets: createMemoryStore(''),
      network: { ...network, proxy: { variables: [], exceptions: null, withoutEffect: [] } },
    }
    const clockCheck = async () => (await runChecks(facts)).find(({ name }) => name === 'clock')
    const latest = host.reader.sqlite.prepare('select max(id) from run').pluck().get()
    expect(await clockCheck()).toMatchObject({
      ok: false,
      detail: expect.stringContaining(`run ${latest} (petra.billable-users of tenant 3, `),
    })
    clock.set(25 * hourMs)
    expect(await clockCheck()).toMatchObject({ ok: true })
  })

  it('neither a list of tenants nor a failure from the future delays the schedule', async () => {
    const { clock, petra, asked, host, collect } = await petraHost(options)
    petra.fault({ tenantId: 't1', times: 1, status: 403 })
    petra.fault({ tenantId: 't2', times: 1, status: 500 })
    clock.set(48 * hourMs)
    await collect()
    clock.set(-48 * hourMs)
    const lists = () => petra.requests.filter(({ path }) => path === '/v1/tenants').length
    const before = { asked: asked().length, lists: lists() }
    host.collector.start()
    const now = clock.now()
    await clock.playUntil(now + 10 * 60_000)
    // What the vendor refused stays refused.
    expect(asked().slice(before.asked)).toEqual(['t2', 't3'])
    const second = await petraHost(options)
    second.clock.set(48 * hourMs)
    await second.collect()
    second.clock.set(-48 * hourMs)
    const other = await second.openHost()
    const listed = second.petra.requests.filter(({ path }) => path === '/v1/tenants').length
    await other.collector.collect(everything, { signal: new AbortController().signal })
    expect(second.petra.requests.filter(({ path }) => path === '/v1/tenants')).toHaveLength(listed + 1)
  })

  it('a tenant’s state is that of the latest run, even if a failure is dated in the future', async () => {
    const { clock, petra, host, collect } = await petraHost({ ...options, tenants: 1 })
    petra.fault({ tenantId: 't1', times: 1, status: 403 })
    clock.play()
    clock.set(24 * hourMs)
    await collect()
    const tenant = () => listTenants(host.reader, clock.now())[0]!
    const report = () => tenantReports(host.reader, tenant(), clock.now()).find(({ dataset }) => dataset === 'petra.billable-users')
    expect(tenant().lastError).toMatchObject({ code: 'VENDOR_FORBIDDEN' })
    clock.set(-24 * hourMs)
    await collect()
    expect(tenant().lastError).toBe(null)
    expect(report()).toMatchObject({ state: 'collected', error: null, askedAt: expect.stringContaining('2026-11-22') })
    // Snapshots collected while the clock was ahead are evidence too, but a later one counts as the latest.
    clock.set(24 * hourMs)
    await collect()
    clock.set(-24 * hourMs)
    await collect()
    expect(report()?.lastSnapshotAt).toContain('2026-11-22')
  })

  it('a stop by hand pauses the schedule for an hour, whatever the clock says', async () => {
    const { clock, asked, host } = await petraHost(options)
    host.collector.start()
    await clock.playUntil(ms('2026-11-22T09:00:30Z'))
    await Promise.all([host.collector.cancel(), clock.playUntil(ms('2026-11-22T09:00:40Z'))])
    clock.set(-24 * hourMs)
    const count = asked().length
    await clock.playUntil(clock.now() + 3 * hourMs)
    expect(asked().length).toBeGreaterThan(count)
  })

  it('the second folder is behind if it lacks the latest backup, even if it has one dated in the future', async () => {
    const { dataDir, host, collect } = await petraHost(options)
    await collect()
    const at = ms('2026-11-22T12:00:00Z')
    const second = await claimSecondFolder(dataDir, tempFolder(), null)
    const copied = (now: number) => copyToSecond(second, { dataDir, keep: 5, now })
    await backupNow(host.reader, { dataDir, now: at + 24 * hourMs, keep: 5 })
    await copied(at + 24 * hourMs)
    await backupNow(host.reader, { dataDir, now: at, keep: 5 })
    expect(await secondFolderState(dataDir, second, at)).toMatchObject({ state: 'behind', copies: 1 })
    await copied(at)
    expect(await secondFolderState(dataDir, second, at)).toMatchObject({ state: 'ok', copies: 2 })
  })

  it('backups dated in the future neither replace the day’s backup nor outlive later ones', async () => {
    const { dataDir, host, collect } = await petraHost(options)
    await collect()
    const { reader } = host
    const at = ms('2026-11-22T12:00:00Z')
    for (let n = 0; n < 3; n += 1) await backupNow(reader, { dataDir, now: at + (365 + n) * 24 * hourMs, keep: 3 })
    await backupNow(reader, { dataDir, now: at + hourMs, keep: 3 })
    const made = await backupDaily(reader, { dataDir, now: at, keep: 3 })
    expect(made).toBe('history-2026-11-22T12-00-00-000Z.db')
    expect(listBackups(dataDir, at).map(({ name }) => name)[0]).toBe(made)
    expect(await backupDaily(reader, { dataDir, now: at + 60_000, keep: 3 })).toBe(null)
    for (let n = 1; n <= 3; n += 1) await backupDaily(reader, { dataDir, now: at + n * 24 * hourMs, keep: 3 })
    expect(listBackups(dataDir, at + 4 * 24 * hourMs).map(({ name }) => name.slice(8, 18))).toEqual([
      '2026-11-25',
      '2026-11-24',
      '2026-11-23',
    ])
  })
})
