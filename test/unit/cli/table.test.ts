import { describe, expect, it } from 'vitest'
import { facts, plain, table, time } from '../../../src/main/cli/table.ts'

describe('tables', () => {
  it('align columns, numbers to the right, and show a dash for a missing value', () => {
    expect(
      table(
        ['ID', 'NAME', 'HOLDERS'],
        [
          [1, 'Acme', 12],
          [20, null, null],
        ],
        'none',
      ),
    ).toBe(['ID  NAME  HOLDERS', '──  ────  ───────', ' 1  Acme       12', '20  –           –'].join('\n'))
  })

  it('align by displayed width, not by string length', () => {
    const lines = table(
      ['NAME', 'X'],
      [
        ['日本', 'a'],
        ['é', 'b'],
      ],
      '',
    ).split('\n')
    expect(lines.slice(2)).toEqual(['日本  a', 'é     b'])
  })

  it('show a sentence instead of an empty table', () => {
    expect(table(['ID'], [], 'No runs.')).toBe('No runs.')
  })

  it('remove control characters and direction marks from foreign text', () => {
    expect(plain('a\u001b[31mb\rc\u202ed')).toBe('a [31mb c d')
    expect(table(['N'], [['x\ny']], '').split('\n')).toHaveLength(3)
  })

  it('show times to the minute, in UTC', () => {
    expect(time('2026-11-22T03:16:59.999Z')).toBe('2026-11-22 03:16 UTC')
    expect(time(null)).toBeNull()
    expect(
      facts([
        ['last', time(null)],
        ['ok', true],
      ]),
    ).toBe('last  –\nok    yes')
  })
})
