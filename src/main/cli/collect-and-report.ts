import type { RunAnswer } from '../../shared/contract/collecting-answers.ts'
import type { Events } from '../../shared/contract/events.ts'
import * as requests from '../core/api/collecting-handlers.ts'
import type { CollectRequest } from '../core/collector/requests.ts'
import type { ReadDb } from '../core/database/db.ts'
import { runsText } from './collect-texts.ts'
import { tenantNames } from './tenant-names.ts'
import type { Terminal } from './terminal.ts'
import type { ExitCode } from './usage.ts'

/** Collects, shows progress, prints the runs. 0: all succeeded; 3: some tenants failed; 1: all failed. */
export async function collectAndReport(
  terminal: Terminal,
  requestOf: (make: typeof requests, reader: ReadDb) => CollectRequest,
): Promise<ExitCode> {
  const app = await terminal.app()
  const request = requestOf(requests, app.reader)
  const runs = await app.collector.collect(request, {
    signal: terminal.signal,
    onProgress: (progress) => terminal.progress(progressLine(progress)),
  })
  terminal.progress(null)
  const names = await tenantNames(terminal)
  await terminal.print({ runs }, () => runsText(runs, names))
  return exitCodeOfRuns(terminal, runs)
}

/** The exit code for the runs; lists failed tenants on standard error. */
function exitCodeOfRuns(terminal: Terminal, runs: RunAnswer[]): ExitCode {
  const failed = runs.filter((run) => run.outcome === 'failed')
  if (failed.length === 0) return 0
  const names = [...new Set(failed.map((run) => (run.tenant === null ? run.dataset : `tenant ${run.tenant}`)))].join(', ')
  const succeeded = runs.some((run) => run.outcome === 'recorded' || run.outcome === 'unchanged')
  terminal.note(
    `seatledger: ${succeeded ? 'partly collected' : 'nothing was collected'}; failed: ${names}. ${failed[0]?.error?.message ?? ''}`.trim(),
  )
  return succeeded ? 3 : 1
}

/** Progress as one line. */
export function progressLine({ done, total, expectedFinish, tenant, dataset }: Events['collect.progress']): string {
  const what = dataset === null ? '' : ` · ${dataset}${tenant === null ? '' : ` of tenant ${tenant}`}`
  const until = expectedFinish === null ? '' : ` · expected to finish at ${expectedFinish.slice(0, 16).replace('T', ' ')} UTC`
  return `${done} of ${total}${what}${until}`
}
