import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Progress } from '../../src/main/core/collector/progress.ts'
import type { RunAnswer } from '../../src/shared/contract/collecting-answers.ts'

/** Messages from the child. Times are from its clock (ms). */
export type FromCollectorChild =
  | { kind: 'asking'; at: number }
  | { kind: 'progress'; at: number; progress: Progress }
  | { kind: 'done'; at: number; runs: RunAnswer[] }

/** The reply that allows the child to send its request. */
export interface ToCollectorChild {
  kind: 'go'
}

/** A collecting process. */
export interface CollectorProcess {
  progress: { at: number; progress: Progress }[]
  /** Null if it exited before it was done. */
  ended: Promise<{ at: number; runs: RunAnswer[] } | null>
  /** Kills it immediately. */
  kill(): void
}

/** Starts one at a time (ms). `beforeRequest` gets the child's time before each request, and may kill it. */
export function startCollectorProcess(
  options: { dataDir: string; startAt: number; secret: string; direct?: boolean },
  beforeRequest: (at: number) => void,
): CollectorProcess {
  const { dataDir, startAt, secret } = options
  const child: ChildProcess = fork(
    fileURLToPath(new URL('collector-child.ts', import.meta.url)),
    [dataDir, String(startAt), secret, options.direct ? 'direct' : 'worker'],
    {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  )
  const progress: CollectorProcess['progress'] = []
  let result: { at: number; runs: RunAnswer[] } | null = null
  child.on('message', (message: FromCollectorChild) => {
    if (message.kind === 'progress') progress.push(message)
    else if (message.kind === 'done') result = message
    else {
      beforeRequest(message.at)
      if (child.connected && !child.killed) child.send({ kind: 'go' } satisfies ToCollectorChild)
    }
  })
  return {
    progress,
    ended: once(child, 'exit').then(() => result),
    kill: () => void child.kill('SIGKILL'),
  }
}
