import { describe, expect, it } from 'vitest'
import { parseTeamUrl } from '../../../../src/main/core/team/address.ts'

describe('the address of a team', () => {
  it('is parsed with defaults', () => {
    expect(parseTeamUrl('postgres://anna@db.example.com/seatledger')).toEqual({
      user: 'anna',
      host: 'db.example.com',
      port: 5432,
      database: 'seatledger',
      tls: true,
    })
    expect(parseTeamUrl('postgresql://anna%40office@[2001:db8::1]:6000/history?sslmode=verify-full')).toMatchObject({
      user: 'anna@office',
      host: '2001:db8::1',
      port: 6000,
      tls: true,
    })
  })

  it('needs TLS unless it is on this machine', () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]']) expect(parseTeamUrl(`postgres://anna@${host}/x`).tls).toBe(false)
    expect(parseTeamUrl('postgres://anna@localhost/x?sslmode=verify-full').tls).toBe(true)
    expect(parseTeamUrl('postgres://anna@localhost/x?host=/var/run/postgresql')).toMatchObject({ host: '/var/run/postgresql', tls: false })
    for (const mode of ['disable', 'prefer', 'require', 'verify-ca']) {
      expect(() => parseTeamUrl(`postgres://anna@10.0.0.5/x?sslmode=${mode}`)).toThrow('can only be verify-full')
    }
  })

  it.each([
    ['http://anna@db/x', 'must have the form'],
    ['db.example.com', 'must have the form'],
    ['postgres://anna:secret@db/x', 'must not contain the password'],
    ['postgres://db/x', 'must contain a user'],
    ['postgres://anna@db', 'must contain a user and a database'],
    ['postgres://anna@db/x?options=-csearch_path%3Dx', '"options" is not supported'],
    ['postgres://anna@localhost/x?host=db', 'folder of a socket'],
  ])('refuses %s with the reason', (url, why) => {
    expect(() => parseTeamUrl(url)).toThrow(why)
    try {
      parseTeamUrl(url)
    } catch (error) {
      expect(String(error)).not.toContain('secret@')
    }
  })
})
