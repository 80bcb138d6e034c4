import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { keyFromRecoveryKey, newRecoveryKey } from '../../src/main/core/database/history-key.ts'
import { addKeys } from '../../src/main/core/database/key-ring.ts'
import { changeKey } from '../../src/main/core/maintenance/change-key.ts'
import { openHistory } from '../../src/main/core/maintenance/open.ts'
import { runCommand } from '../support/command.ts'
import { runningPetra } from '../support/running-app.ts'
import { petraUser, staticPetraWorld } from '../support/static-petra-world.ts'
import { tempFolder } from '../support/temp-folder.ts'

const script = fileURLToPath(new URL('../support/with-keyring.sh', import.meta.url))
const missing = ['dbus-run-session', 'gnome-keyring-daemon'].filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
if (missing.length > 0)
  console.log(`A real keychain is not tested here: ${missing.join(' and ')} missing (on Debian: gnome-keyring, dbus, libsecret-1-0).`)

describe.skipIf(missing.length > 0)('a real Secret Service', { timeout: 180_000 }, () => {
  const secret = 'petra_keychain_sentinel_41'

  it('is the only place that keeps a credential between commands', async () => {
    const dataDir = tempFolder()
    const home = tempFolder()
    const keys = [
      { secret, tenants: true, usage: true },
      { secret: 'petra_second_sentinel', tenants: true, usage: true },
    ]
    const petra = await runningPetra({ world: staticPetraWorld({ aB1: [petraUser('u1')] }), keys })
    const printed: string[] = []
    const run = async (args: string[], stdin = '') => {
      const env = { SEATLEDGER_DATA_DIR: dataDir, KEYRING_HOME: home }
      const result = await runCommand([...args, '--json'], { under: ['sh', script], env, stdin })
      printed.push(result.stdout, result.stderr)
      return result
    }
    const connect = ['connect', 'petra', 'MSP', '--base-url', petra.origin, '--requests-per-minute', '6000', '--secret-stdin']
    expect(await run(connect, `${secret}\n`)).toMatchObject({ code: 0 })
    expect(await run(['collect'])).toMatchObject({ code: 0 })
    expect(await run(['credential', 'MSP', '--secret-stdin'], 'petra_second_sentinel')).toMatchObject({ code: 0 })
    expect((await run(['connections'])).json()).toMatchObject([{ secret: 'keychain', state: 'ok' }])

    const files = [dataDir, home].flatMap((folder) => filesIn(folder).map((file) => readFileSync(file, 'latin1')))
    for (const text of [...files, ...printed]) expect(text).not.toMatch(/sentinel/)
  })

  it('keeps the key of an encrypted history once its recovery key was entered', async () => {
    const dataDir = tempFolder()
    const { close } = await openHistory(dataDir, Date.now())
    close()
    const recoveryKey = newRecoveryKey()
    addKeys([keyFromRecoveryKey(recoveryKey)])
    changeKey(dataDir, keyFromRecoveryKey(recoveryKey))
    const env = { SEATLEDGER_DATA_DIR: dataDir, KEYRING_HOME: tempFolder() }
    const run = (args: string[], stdin = '') => runCommand([...args, '--json'], { under: ['sh', script], env, stdin })
    expect((await run(['connections'])).json()).toMatchObject({ error: { code: 'KEY_MISSING' } })
    expect((await run(['unlock'], newRecoveryKey())).json()).toMatchObject({ error: { code: 'KEY_WRONG' } })
    expect(await run(['unlock'], recoveryKey.toLowerCase())).toMatchObject({ code: 0 })
    expect((await run(['connections'])).json()).toEqual([])
    expect(filesIn(dataDir).filter((file) => readFileSync(file, 'latin1').includes(recoveryKey))).toEqual([])
  })

  it('that is locked and cannot prompt is given as the reason', async () => {
    const env = { SEATLEDGER_DATA_DIR: tempFolder(), KEYRING_HOME: tempFolder(), KEYRING: 'locked' }
    const args = ['connect', 'petra', 'MSP', '--secret-stdin', '--no-check', '--json']
    const result = await runCommand(args, { under: ['sh', script], env, stdin: secret })
    expect(result.code).toBe(1)
    expect(result.json()).toMatchObject({
      error: { code: 'NO_KEYCHAIN', message: expect.stringMatching(/cannot be stored: .+--secret-env/) },
    })
  })
})

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
