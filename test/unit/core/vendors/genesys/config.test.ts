import { describe, expect, it } from 'vitest'
import { genesysConfigSchema, genesysOrigins } from '../../../../../src/main/core/vendors/genesys/config.ts'
import { regions } from '../../../../../src/main/core/vendors/genesys/regions.ts'

const base = { clientId: 'client', customers: true }
const origins = (config: object) => genesysOrigins(genesysConfigSchema.parse({ ...base, ...config }))

describe('a Genesys connection', () => {
  it('has the hosts of each of the 18 regions, by AWS name or by host', () => {
    expect(regions).toHaveLength(18)
    for (const { region, host } of regions) {
      expect(origins({ region })).toEqual({ api: `https://api.${host}`, login: `https://login.${host}` })
      expect(origins({ region: host })).toEqual(origins({ region }))
    }
  })

  it('accepts a host that the list does not have', () => {
    expect(origins({ region: 'NEW1.pure.cloud' }).api).toBe('https://api.new1.pure.cloud')
  })

  it.each(['https://mypurecloud.de', 'mypurecloud.de/x', 'user@mypurecloud.de', 'mypurecloud', '127.0.0.1', 'a b.cloud'])(
    'refuses %s as a region',
    (region) => {
      expect(genesysConfigSchema.safeParse({ ...base, region }).success).toBe(false)
    },
  )

  it('accepts two origins instead, without TLS only on this machine', () => {
    expect(origins({ apiUrl: 'http://127.0.0.1:8080', loginUrl: 'https://login.example.com/' })).toEqual({
      api: 'http://127.0.0.1:8080',
      login: 'https://login.example.com',
    })
    for (const apiUrl of [
      'http://api.example.com',
      'https://api.example.com/api',
      'https://u:p@api.example.com',
      'ftp://api.example.com',
    ]) {
      expect(genesysConfigSchema.safeParse({ ...base, apiUrl, loginUrl: 'https://login.example.com' }).success).toBe(false)
    }
  })

  it('needs a region or addresses, and something to collect', () => {
    const address = 'https://api.example.com'
    expect(genesysConfigSchema.safeParse(base).success).toBe(false)
    expect(genesysConfigSchema.safeParse({ ...base, apiUrl: address }).success).toBe(false)
    expect(genesysConfigSchema.safeParse({ ...base, region: 'eu-central-1', apiUrl: address, loginUrl: address }).success).toBe(false)
    expect(genesysConfigSchema.safeParse({ clientId: 'client', region: 'eu-central-1' }).success).toBe(false)
  })

  it('accepts its own stored options', () => {
    const stored = genesysConfigSchema.parse({ ...base, region: 'eu-central-1', ownOrg: true, cycleDay: 21, cycleSince: '2025-01-21' })
    expect(genesysConfigSchema.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored)
  })
})
