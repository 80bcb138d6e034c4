/** A bridge as a table: a column per figure and currency, a row per reason. */

import type { Bridge, BridgeMeasure, BridgePart, BridgePerson, BridgeReason } from '../../../shared/contract/bridge-answers.ts'
import type { UnitState } from '../../../shared/contract/figure-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { reasonWords } from '../../../shared/domain/reason-words.ts'

type Value = number | string

export interface BridgeColumn extends BridgeMeasure<Value> {
  id: string
  title: string
  /** Null for counts. */
  currency: string | null
  /** The state of the later side; null for other figures than units. */
  state: UnitState | null
}

export interface BridgeRow {
  reason: BridgeReason
  /** One per column; null if the reason has no part in it. */
  deltas: (Value | null)[]
  tenants: number[]
  people: BridgePerson[]
}

/** Which people a table of changes shows. */
export type PeopleTab = 'added' | 'removed' | 'changed'

/** The list of people that a reason consists of, in each of its tenants. */
export const peopleOfReason: Partial<Record<BridgeReason, PeopleTab>> = {
  'new-tenants': 'added',
  'gone-tenants': 'removed',
  added: 'added',
  removed: 'removed',
  'began-to-count': 'changed',
  'ceased-to-count': 'changed',
  'licences-gained': 'changed',
  'licences-lost': 'changed',
}

/** Money first, as on an invoice; figures without any value are left out. */
export function bridgeColumns({ users, units, bill, licences }: Bridge): BridgeColumn[] {
  const money = (id: string, title: string, measures: Bridge['bill'], state: UnitState | null): BridgeColumn[] =>
    measures.map((each) => ({
      ...each,
      id: `${id} ${each.currency}`,
      title: measures.length > 1 ? `${title} (${each.currency})` : title,
      state,
    }))
  return [
    ...money('bill', figureNames.bill, bill, units.stateAfter),
    { ...units, id: 'units', title: figureNames.units, currency: null, state: units.stateAfter },
    ...money('licences', figureNames.licenceCost, licences, null),
    { ...users, id: 'users', title: figureNames.reported, currency: null, state: null },
  ].filter((column) => column.delta !== null || column.notComparable.length > 0)
}

/** A row for each reason that has a part in any column, in the order of the reasons. */
export function bridgeRows(columns: readonly BridgeColumn[]): BridgeRow[] {
  return (Object.keys(reasonWords) as BridgeReason[]).flatMap((reason) => {
    const parts = columns.map((column): BridgePart<Value> | undefined => column.parts.find((part) => part.reason === reason))
    const found = parts.filter((part) => part !== undefined)
    if (found.length === 0) return []
    const people = new Map(found.flatMap((part) => part.people ?? []).map((person) => [`${person.tenant} ${person.id}`, person]))
    return [
      {
        reason,
        deltas: parts.map((part) => part?.delta ?? null),
        tenants: [...new Set(found.flatMap((part) => part.tenants))].sort((a, b) => a - b),
        people: [...people.values()],
      },
    ]
  })
}

/** Tenants that are in neither number, with the titles of the columns that leave them out. */
export function leftOutOf(columns: readonly BridgeColumn[]): { tenant: number; titles: string[] }[] {
  const tenants = [...new Set(columns.flatMap((column) => column.notComparable))].sort((a, b) => a - b)
  return tenants.map((tenant) => ({
    tenant,
    titles: columns.filter((column) => column.notComparable.includes(tenant)).map((column) => column.title),
  }))
}
