/** Decisions of a team's users, on a real PostgreSQL. */
import { expect, it } from 'vitest'
import { describeTeam, type TeamHost } from '../../support/team.ts'

describeTeam('decisions of a team', ({ postgres, host, join, sync }) => {
  const price = (each: TeamHost, amount: string, from = '2026-01') =>
    each.ask('rules.set', { rule: { kind: 'price', item: 'petra:unit', amount, currency: 'EUR', from } })
  /** The price in force, from the latest revision. */
  const inForce = async (each: TeamHost) =>
    (await each.ask('rules.list', {})).prices.sort((a, b) => (b.revision ?? 0) - (a.revision ?? 0))[0]?.amount

  /** Anna has a history of a month that Ben has pulled. Each machine numbers the tenants differently. */
  async function two(): Promise<[TeamHost, TeamHost]> {
    const database = await postgres().createDatabase()
    const hosts: [TeamHost, TeamHost] = [await host(['T1', 'T2']), await host(['T2', 'T1'])]
    for (let day = 0; day < 30; day += 10) await hosts[0].record('T1', day, [1, 2, 5])
    for (const each of hosts) {
      await join(each, database)
      await sync(each)
    }
    return hosts
  }

  it('are exchanged with who and when, and are the same everywhere', async () => {
    const [anna, ben] = await two()
    await price(anna, '12.50')
    await anna.ask('approvals.approve', { month: '2026-01', by: 'Anna', note: 'as invoiced' })
    await anna.ask('mappings.set', { mappings: [{ kind: 'customer', key: 'Acme Ltd', tenant: 'T1' }], who: 'Anna' })
    const [latest] = await anna.ask('snapshots.list', { newest: 1 })
    await anna.ask('snapshots.setAside', { id: latest!.id, reason: 'half of the people were missing' })
    await sync(anna)
    await sync(ben)
    const approved = (await ben.ask('approvals.get', { month: '2026-01' })).approved
    expect(approved).toEqual({ ...(await anna.ask('approvals.get', { month: '2026-01' })).approved, ruleRevision: approved?.ruleRevision })
    expect(approved).toMatchObject({ by: 'Anna', note: 'as invoiced' })
    expect(await ben.ask('mappings.list', {})).toMatchObject([{ kind: 'customer', label: 'Acme Ltd', who: 'Anna', removedAt: null }])
    expect((await ben.ask('snapshots.list', { newest: 1 }))[0]?.setAside?.reason).toBe('half of the people were missing')
    expect(await ben.answers()).toEqual(await anna.answers())
    // Withdrawn by the other user.
    await ben.ask('approvals.withdraw', { month: '2026-01' })
    const [pulled] = await ben.ask('snapshots.list', { newest: 1 })
    await ben.ask('snapshots.takeBack', { id: pulled!.id })
    await sync(ben)
    await sync(anna)
    expect((await anna.ask('approvals.get', { month: '2026-01' })).approved).toBeNull()
    expect((await anna.ask('snapshots.list', { newest: 1 }))[0]?.setAside).toBeNull()
    expect(await sync(anna)).toMatchObject({ decided: 0 })
    expect(await sync(ben)).toMatchObject({ decided: 0 })
  })

  it('mute an attention item for everyone, and unmute it', async () => {
    const [anna, ben] = await two()
    const items = async (each: TeamHost) => {
      const { lines } = await each.ask('attention.get', { month: '2026-01' })
      return lines.flatMap(({ items }) => items)
    }
    const [item] = await items(anna)
    const { id } = item!
    await anna.ask('attention.mute', { id, month: '2026-01', reason: 'on leave', until: '2099-12-31', by: 'Anna' })
    await sync(anna)
    await sync(ben)
    const [theirs] = await items(ben)
    expect(theirs?.muted).toEqual({ ...(await items(anna))[0]?.muted })
    expect(theirs?.muted).toMatchObject({ reason: 'on leave', by: 'Anna' })
    expect(theirs?.id).not.toBe(id)
    await ben.ask('attention.unmute', { id: theirs!.id, month: '2026-01', by: 'Ben' })
    await sync(ben)
    await sync(anna)
    expect((await items(anna))[0]?.muted).toBeNull()
    // Both mute it before seeing the other's mute: the first one is in force.
    await anna.ask('attention.mute', { id, month: '2026-01', reason: 'seasonal', by: 'Anna' })
    await ben.ask('attention.mute', { id: theirs!.id, month: '2026-01', reason: 'left', by: 'Ben' })
    await sync(ben)
    await sync(anna)
    for (const each of [anna, ben]) expect((await items(each))[0]?.muted).toMatchObject({ reason: 'left', by: 'Ben' })
    expect(await anna.ask('team.conflicts', {})).toMatchObject([
      { kind: 'mute', subject: `Tenant T1 ${id}`, mine: { value: { reason: 'seasonal' } } },
    ])
  })

  it('give the second of two people who decided the same thing a conflict with both values', async () => {
    const [anna, ben] = await two()
    await price(anna, '10')
    await price(ben, '11')
    // A month has only one approval.
    await anna.ask('approvals.approve', { month: '2026-01', by: 'Anna' })
    await ben.ask('approvals.approve', { month: '2026-01', by: 'Ben' })
    await sync(anna)
    await sync(ben)
    // The first one is in force everywhere.
    for (const each of [anna, ben]) expect(await inForce(each)).toBe('10')
    expect(await anna.ask('team.conflicts', {})).toEqual([])
    for (const each of [anna, ben]) expect((await each.ask('approvals.get', { month: '2026-01' })).approved?.by).toBe('Anna')
    const [conflict, approval] = await ben.ask('team.conflicts', {})
    expect(approval).toMatchObject({ kind: 'approval', subject: '2026-01', theirs: { by: 'Anna' }, mine: { by: 'Ben' } })
    expect(conflict).toMatchObject({
      kind: 'rule',
      theirs: { value: [['2026-01', { value: '10', currency: 'EUR' }]] },
      mine: { value: [['2026-01', { value: '11', currency: 'EUR' }]] },
    })
    expect((await ben.ask('team.status', {})).team?.conflicts).toBe(2)
    expect(await ben.ask('team.settle', { id: conflict!.id, keep: 'mine' })).toEqual([approval])
    await sync(ben)
    await sync(anna)
    for (const each of [anna, ben]) expect(await inForce(each)).toBe('11')
  })
})
