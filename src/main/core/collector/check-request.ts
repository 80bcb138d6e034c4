/** Whether there is anything that a wish could ask, said before it is made, and whether anything came of it. */
import type { RunAnswer } from '../../../shared/contract/answers.ts'
import { AppError } from '../base/errors.ts'
import { readConnections } from '../connections/read.ts'
import type { ReadDb } from '../database/db.ts'
import { type CandidateContext, readOptions } from './candidates.ts'
import type { CollectRows } from './rows.ts'
import { inScope, type WishRequest } from './wish.ts'

/** Throws the next step where there is nothing that could be asked: `NOT_FOUND`, or `STOPPED` where it is paused, gone or cannot be read. */
export function checkRequest(reader: ReadDb, rows: CollectRows, request: WishRequest, context: Pick<CandidateContext, 'providerOf'>): void {
  const known = readConnections(reader)
  if (known.length === 0) {
    throw new AppError('NOT_FOUND', 'There is no connection to collect from yet. Add one with `seatledger connect`, or in the settings.')
  }
  const wished = known.find((each) => each.id === request.connectionId)
  if (wished?.paused === true) {
    throw new AppError(
      'STOPPED',
      `"${wished.name}" is paused, so that nothing of it is asked. Resume it with \`seatledger connections resume\`, or in the settings.`,
      { data: { connection: wished.name } },
    )
  }
  if (rows.connections.length === 0) {
    throw new AppError(
      'STOPPED',
      'Every connection is paused, so that nothing is asked. Resume one with `seatledger connections resume`, or in the settings.',
    )
  }
  // Asked for by itself it says why; among others it is a failed run.
  const connection = rows.connections.find((each) => each.id === request.connectionId)
  const options = connection === undefined ? null : readOptions(connection, context)
  if (options?.ok === false) throw options.error
  if (request.kind !== 'collect' || request.tenantId === null) return
  if (!rows.tenants.some((tenant) => inScope(request, { connectionId: tenant.connectionId, tenantId: tenant.id }))) {
    throw new AppError(
      'STOPPED',
      'This tenant is not asked: it is paused, or the vendor no longer lists it. Resume it with `seatledger tenants resume`, or refresh the list of tenants.',
      { data: { tenant: request.tenantId } },
    )
  }
}

/** The runs that a wish came to. A key may know no tenants and say nothing of its own: then nothing failed, and yet nothing was collected (throws why). */
export function checkRuns(request: WishRequest, runs: RunAnswer[]): RunAnswer[] {
  if (request.kind === 'backfill' || request.due || runs.some((run) => run.outcome !== 'skipped')) return runs
  const refused = runs.find((run) => run.tenant !== null)
  if (refused?.error != null) throw new AppError(refused.error.code, refused.error.message, { data: { tenant: refused.tenant } })
  throw new AppError(
    'NOT_FOUND',
    'Nothing could be collected: no tenant is known, and the vendor lists none for this credential. Add tenants by hand with `seatledger tenants add`, or use a credential that may list them.',
  )
}
