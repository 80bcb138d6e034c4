/** A bridge as one readable table: one column per figure, one row per reason. */

import type { Bridge, BridgeMeasure, BridgeReason } from '../../shared/contract/bridge-answers.ts'
import { figureNames } from '../../shared/domain/figure-names.ts'
import { firstOf } from '../../shared/domain/first-of.ts'
import { reasonWords } from '../../shared/domain/reason-words.ts'
import { type Cell, signed, table } from './table.ts'

/** The bridge between two months, and the tenants that cannot be compared; empty if there is nothing to compare. */
export function bridgeText({ users, units, bill, licences }: Bridge, from: string, to: string, names: Map<number, string>): string {
  const measures: [title: string, BridgeMeasure<number | string>][] = [
    [figureNames.reported.toUpperCase(), users],
    [`${figureNames.units.toUpperCase()}${units.stateAfter === null ? '' : ` (${units.stateAfter})`}`, units],
    ...bill.map((each): [string, typeof each] => [`${figureNames.bill.toUpperCase()} ${each.currency}`, each]),
    ...licences.map((each): [string, typeof each] => [`${figureNames.licenceCost.toUpperCase()} ${each.currency}`, each]),
  ]
  const shown = measures.filter(([, { delta }]) => delta !== null).map(([title, measure]) => ({ title, measure }))
  const rows = (Object.keys(reasonWords) as BridgeReason[]).flatMap((reason) => {
    const parts = shown.map(({ measure }) => measure.parts.find((part) => part.reason === reason) ?? null)
    const tenants = [...new Set(parts.flatMap((part) => part?.tenants ?? []))]
    if (tenants.length === 0) return []
    const where = tenants.length > 3 ? `${tenants.length} tenants` : tenants.map((id) => nameOf(id, names)).join(', ')
    return [[reasonWords[reason], ...parts.map((part): Cell => signed(part?.delta ?? null)), where]]
  })
  const side = (title: string, key: 'from' | 'to'): Cell[] => [title, ...shown.map(({ measure }): Cell => measure[key]), '']
  const change: Cell[] = ['Change', ...shown.map(({ measure }): Cell => signed(measure.delta)), '']
  const list =
    shown.length === 0
      ? ''
      : table(
          ['', ...shown.map(({ title }) => title), 'TENANTS'],
          [side(from, 'from'), ...rows, side(to, 'to'), change].map((row) => row.map((cell) => (cell === '' ? ' ' : cell))),
          '',
        )
  return [list, notComparable(measures, names)].filter((text) => text !== '').join('\n\n')
}

function notComparable(measures: readonly [string, BridgeMeasure<number | string>][], names: Map<number, string>): string {
  const byTenants = Map.groupBy(
    measures.filter(([, measure]) => measure.notComparable.length > 0),
    ([, measure]) => measure.notComparable.join(),
  )
  return [...byTenants.values()]
    .map((same) => {
      const [, measure] = same[0]!
      const tenants = measure.notComparable.map((id) => nameOf(id, names))
      return `Not comparable, and excluded from both numbers of ${same.map(([title]) => title.toLowerCase()).join(', ')}: ${firstOf(tenants, 5)}`
    })
    .join('\n')
}

const nameOf = (id: number, names: Map<number, string>) => names.get(id) ?? String(id)
