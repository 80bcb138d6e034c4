import { describe, expect, it } from 'vitest'
import { fillDemo } from '../../src/main/demo/fill-demo.ts'
import { runningApp } from '../support/running-app.ts'

describe('the demo', () => {
  it('can be looked at after its first sweep, says that it is one, and asks nobody by itself', async () => {
    const { app, ask } = await runningApp({ fillDemo })
    const progress: number[] = []
    app.events.on('collect.progress', ({ done, total }) => {
      expect(total).toBeGreaterThan(140)
      progress.push(done)
    })
    app.start()
    await ask('demo.open', {})
    expect(progress.length).toBeGreaterThan(0)
    expect(await ask('app.info', {})).toMatchObject({ demo: true, empty: false })
    const connections = await ask('connections.list', {})
    expect(connections.map(({ provider, state }) => [provider, state])).toEqual([
      ['genesys', 'stopped'],
      ['petra', 'stopped'],
    ])
    const tenants = await ask('tenants.list', {})
    // One of Petra's tenants and one customer come later.
    expect(tenants.filter((tenant) => tenant.provider === 'petra')).toHaveLength(24)
    expect(tenants.filter((tenant) => tenant.provider === 'genesys')).toHaveLength(8)
    expect((await ask('snapshots.list', {})).length).toBeGreaterThanOrEqual(33)
    await expect(ask('demo.open', {})).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    await app.stop()
  })

  it('is not filled into a history that has something', async () => {
    const { ask } = await runningApp({ fillDemo, env: { KEY: 'petra_key' } })
    const config = { baseUrl: 'http://127.0.0.1:9' }
    await ask('connections.add', { provider: 'petra', name: 'MSP', config, secret: { env: 'KEY' }, check: false })
    await expect(ask('demo.open', {})).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  })

  it('is refused where the host has none', async () => {
    const { ask } = await runningApp()
    await expect(ask('demo.open', {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
