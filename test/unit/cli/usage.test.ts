import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inTerminal } from '../../support/in-terminal.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const wrong: [string, string[]][] = [
  ['an unknown command', ['nonsense']],
  ['an unknown option', ['runs', '--nonsense']],
  ['a command without its part', ['connect']],
  ['a missing argument', ['connect', 'petra', '--secret-env', 'KEY']],
  ['a surplus argument', ['collect', 'everything']],
  ['a missing option', ['trend']],
  ['an impossible month', ['snapshots', '--month', '2026-13']],
  ['an impossible month in a range', ['diff', '--tenant', '1', '--from', '2026-00', '--to', '2026-10']],
  ['a number that is none', ['runs', '--limit', 'many']],
  ['a number out of range', ['runs', '--limit', '0']],
  ['no credential', ['connect', 'petra', 'MSP']],
  ['two credentials', ['connect', 'petra', 'MSP', '--secret-env', 'KEY', '--secret-stdin']],
  ['a credential in place of its variable', ['connect', 'petra', 'MSP', '--secret-env', 'petra_abc-123']],
  ['an unknown figure', ['trend', '--figure', 'guessed']],
  ['an unknown grain', ['trend', '--figure', 'reported', '--grain', 'week']],
  ['neither a tenant nor all of them', ['licences']],
]

describe('a usage error', () => {
  it.each(wrong)('in %s exits with 2, one line on standard error, and a JSON error with --json', async (_, args) => {
    const dataDir = join(tempFolder(), 'never-made')
    const plain = await inTerminal([...args, '--data-dir', dataDir])
    expect(plain).toMatchObject({ code: 2, stdout: '' })
    expect(plain.stderr.split('\n')[0]).toMatch(/^seatledger: \S/)
    const json = await inTerminal(['--json', ...args, '--data-dir', dataDir])
    expect(json.code).toBe(2)
    expect(json.json()).toMatchObject({ error: { code: 'BAD_REQUEST', message: expect.any(String) } })
    expect(json.stderr.trim().split('\n')).toHaveLength(1)
    // A usage error opens nothing.
    expect(readdirSync(join(dataDir, '..'))).toEqual([])
  })

  it('never repeats a value that could be a credential', async () => {
    const { stdout, stderr } = await inTerminal(['connect', 'petra', 'MSP', '--secret-env', 'petra_abc-123', '--json'])
    expect(stdout + stderr).not.toContain('petra_abc')
  })
})

describe('help', () => {
  it.each([[['--help']], [['help', 'connect']], [['connect', 'petra', '--help']], [['--version']]])(
    '%j goes to standard output with exit code 0',
    async (args) => {
      const { code, stdout, stderr } = await inTerminal(args)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).not.toBe('')
    },
  )
})
