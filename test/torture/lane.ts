/** A data folder whose processes are killed repeatedly, and what it must contain. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundled } from './bundle.ts'
import { examine, leftIn } from './examine.ts'
import { after, type Expected } from './expected.ts'
import { knowKeys } from './keys.ts'
import type { KillKind, Task } from './messages.ts'
import { isReport, moment, Reports, textOf } from './process.ts'
import { connectVendor, downgrade, fillHistory } from './start.ts'

/** A data folder and its expectations. */
export interface Lane {
  /**
   * Starts a process, kills it after about `share` (0 to 1) of its usual time, and returns what is wrong then. `reported` counts what the process had
   * reported as done.
   */
  kill(share: number): Promise<{ wrong: string[]; reported: number }>
  remove(): void
}

/** Opens a lane of one kind on a new folder with some history. */
export async function openLane(kind: KillKind, { planted }: { planted: boolean }): Promise<Lane> {
  if (kind === 'encrypt') knowKeys()
  const root = mkdtempSync(join(tmpdir(), 'seatledger-torture-'))
  const dataDir = join(root, 'data')
  const outDir = mkdtempSync(join(root, 'out-'))
  const filled = await fillHistory(dataDir)
  let { step } = filled
  const vendor = kind === 'collect' ? await connectVendor(dataDir) : null
  let expected: Expected = { sets: [filled.set], backups: new Map() }
  let kills = 0

  async function kill(share: number): Promise<{ wrong: string[]; reported: number }> {
    if (kind === 'migrate') downgrade(dataDir)
    const task: Task = { kind, dataDir, outDir, step, planted }
    const child = fork(await bundled('child'), [JSON.stringify(task)], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    const stderr = textOf(child)
    const reports = new Reports(child)
    // Reports sent before the kill can arrive after the exit.
    const gone = Promise.all([once(child, 'exit'), once(child, 'disconnect')])
    await Promise.race([moment(reports, share, kind === 'migrate' ? 0.8 : 0.2), gone])
    const died = child.exitCode !== null
    child.kill('SIGKILL')
    await gone
    kills += 1
    if (died) return { wrong: [`the process ended by itself: ${stderr().slice(0, 600)}`], reported: 0 }
    expected = reports.messages.reduce(after, expected)
    const seen = await examine(dataDir, expected, kind === 'restore')
    step = seen.step
    expected = { sets: [seen.set], backups: expected.backups }
    return {
      wrong: [...seen.wrong, ...leftIn(dataDir), ...(vendor?.askedTooOften(kills) ?? [])],
      reported: reports.messages.filter(isReport).length,
    }
  }

  return {
    kill,
    remove: () => {
      void vendor?.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
