import type { BilledHeldAnswer, BilledHeldRow, OneSidedPerson } from '../../../../shared/contract/billed-held-answers.ts'
import type { TenantDirectory } from '../source.ts'
import { type Cell, details, type Table } from '../table.ts'
import { idCells, idColumns, nameCell, nameColumn } from './tenant-columns.ts'

type Side = 'billed, does not hold it' | 'holds it, not billed' | 'not compared'

/**
 * One row a licence and a person on one side only. Whoever is on one side without a licence that could be compared has a row without a licence,
 * and a charge or licence that was not compared has one with its number of people.
 */
export function billedHeldTable(answers: readonly BilledHeldAnswer[], tenants: TenantDirectory): Table {
  return {
    name: 'Billed against held',
    columns: [
      nameColumn(tenants),
      { header: 'Licence', kind: 'text', width: 34 },
      { header: 'Side', kind: 'text', width: 24 },
      { header: 'People', kind: 'integer', width: 8 },
      { header: 'Display name', kind: 'text', width: 26 },
      { header: 'Sign-in name', kind: 'text', width: 36 },
      { header: 'Instead', kind: 'text', width: 34 },
      { header: 'Note', kind: 'text', width: 40 },
      ...details([
        { header: 'Month', kind: 'month', width: 9 },
        { header: 'Period start', kind: 'day', width: 12 },
        { header: 'Period end', kind: 'day', width: 12 },
        { header: 'Held as of', kind: 'instant', width: 18 },
        { header: 'Charge id', kind: 'text', width: 26 },
        { header: 'Licence id', kind: 'text', width: 26 },
        { header: 'Person id', kind: 'text', width: 38 },
        { header: 'Snapshot of billed', kind: 'id', width: 10 },
        { header: 'Snapshot of held', kind: 'id', width: 10 },
      ]),
      ...idColumns(tenants),
    ],
    rows: rows(answers, tenants),
  }
}

function* rows(answers: readonly BilledHeldAnswer[], tenants: TenantDirectory): Generator<Cell[]> {
  for (const answer of answers) {
    const of: Cell[] = [answer.month, answer.billed.periodStart, answer.billed.periodEnd, answer.held?.reportedAt ?? null]
    const snapshots: Cell[] = [answer.billed.snapshotId, answer.held?.snapshotId ?? null]
    for (const { head, ids } of entries(answer)) {
      yield [nameCell(tenants, answer.tenant), ...head, ...of, ...ids, ...snapshots, ...idCells(tenants, answer.tenant)]
    }
  }
}

/** A row's cells after the tenant's name, and its ids. */
interface Entry {
  head: Cell[]
  ids: Cell[]
}

function* entries({ rows, anyone, unlinked, withoutAddress, message }: BilledHeldAnswer): Generator<Entry> {
  if (message !== null) yield notCompared(null, null, message, [null, null])
  for (const row of rows) {
    for (const each of row.billedOnly) yield person(row, 'billed, does not hold it', each)
    for (const each of row.heldOnly) yield person(row, 'holds it, not billed', each)
  }
  const named = (side: 'billedOnly' | 'heldOnly') => new Set(rows.flatMap((row) => row[side].map((each) => each.person.id)))
  const [billed, held] = [named('billedOnly'), named('heldOnly')]
  for (const each of anyone.billedOnly) if (!billed.has(each.person.id)) yield person(null, 'billed, does not hold it', each)
  for (const each of anyone.heldOnly) if (!held.has(each.person.id)) yield person(null, 'holds it, not billed', each)
  const why = 'no licence and charge of this name'
  for (const { id, name, billed } of unlinked.charges) yield notCompared(name, billed, `billed; ${why}`, [id, null])
  for (const { id, name, held } of unlinked.licences) yield notCompared(name, held, `held; ${why}`, [null, id])
  if (withoutAddress > 0) yield notCompared(null, withoutAddress, 'held; without an address', [null, null])
}

function person(row: BilledHeldRow | null, side: Side, { person: { id, displayName, userPrincipalName }, instead }: OneSidedPerson): Entry {
  const note = row === null ? 'nothing at all on the other side' : row.concurrent ? 'concurrent: billed by its peak' : null
  return {
    head: [row?.name ?? null, side, 1, displayName, userPrincipalName, instead.join('; ') || null, note],
    ids: [row?.chargeId ?? null, row?.licenceId ?? null, id],
  }
}

const notCompared = (name: string | null, people: number | null, note: string, ids: [Cell, Cell]): Entry => ({
  head: [name, 'not compared' satisfies Side, people, null, null, null, note],
  ids: [...ids, null],
})
