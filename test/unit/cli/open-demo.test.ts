import { expect, it } from 'vitest'
import { openDemo } from '../../../src/main/cli/open-demo.ts'
import type { Terminal } from '../../../src/main/cli/terminal.ts'
import type { TerminalApp } from '../../../src/main/core/app.ts'
import { appDouble } from '../../support/app-double.ts'

it('Ctrl-C ends it, even before the first sweep is complete', async () => {
  const stop = new AbortController()
  const demo = {
    state: () => 'none',
    open: async () => {
      stop.abort()
      return { filled: new Promise<void>(() => {}) }
    },
  }
  const app = { ...appDouble(), demo } as unknown as TerminalApp
  const terminal = { dataDir: 'demo', signal: stop.signal, app: async () => app } as unknown as Terminal
  await expect(openDemo(terminal, { open: false })).rejects.toMatchObject({ code: 'CANCELLED' })
})
