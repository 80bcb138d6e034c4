/** Compares the charges of two snapshots and detects renames. */
import type { ChargeDelta } from '../../../shared/contract/diff-answers.ts'
import { sameDecimal } from '../../../shared/domain/decimal.ts'
import type { ChargeLine } from '../charges/charges.ts'
import { decimalChange } from './costs.ts'

/** The charges that differ, by id. A removed and an added charge with the same part number, grouping and unit are one renamed charge, if each is the only such charge. */
export function chargeChanges(before: readonly ChargeLine[], after: readonly ChargeLine[]): ChargeDelta[] {
  const was = new Map(before.map((line) => [keyOf(line), line]))
  const is = new Map(after.map((line) => [keyOf(line), line]))
  const gone = before.filter((line) => !is.has(keyOf(line)))
  const fresh = after.filter((line) => !was.has(keyOf(line)))
  const renamed = renames(gone, fresh)
  const renamedLines = new Set(renamed.values())
  const deltas = [
    ...after.map((line) => delta(was.get(keyOf(line)) ?? renamed.get(line) ?? null, line)),
    ...gone.filter((line) => !renamedLines.has(line)).map((line) => delta(line, null)),
  ]
  return deltas.filter(isChange).sort((a, b) => (a.chargeId < b.chargeId ? -1 : a.chargeId > b.chargeId ? 1 : 0))
}

const keyOf = (line: ChargeLine): string => `${line.chargeId} ${line.occurrence}`

/** Maps each renamed line to the line before the rename. */
function renames(gone: readonly ChargeLine[], fresh: readonly ChargeLine[]): Map<ChargeLine, ChargeLine> {
  const found = new Map<ChargeLine, ChargeLine>()
  for (const line of fresh) {
    // Own-organisation charges have only a name. Without a part number a rename cannot be detected.
    if (line.partNumber === null) continue
    const alike = (other: ChargeLine) =>
      other.partNumber === line.partNumber && other.grouping === line.grouping && other.unit === line.unit
    const [old, ...others] = gone.filter(alike)
    if (old !== undefined && others.length === 0 && fresh.filter(alike).length === 1) found.set(line, old)
  }
  return found
}

function delta(before: ChargeLine | null, after: ChargeLine | null): ChargeDelta {
  const shown = (after ?? before)!
  const change = (name: 'used' | 'committed' | 'prepayPrice' | 'overagePrice') =>
    decimalChange(before?.[name] ?? null, after?.[name] ?? null)
  const isRename = before !== null && after !== null && before.chargeId !== after.chargeId
  return {
    chargeId: shown.chargeId,
    name: shown.name,
    partNumber: shown.partNumber,
    grouping: shown.grouping,
    unit: shown.unit,
    used: change('used'),
    committed: change('committed'),
    prepayPrice: change('prepayPrice'),
    overagePrice: change('overagePrice'),
    renamedFrom: isRename ? { chargeId: before.chargeId, name: before.name } : null,
    presence: before === null ? 'added' : after === null ? 'removed' : 'both',
  }
}

function isChange(delta: ChargeDelta): boolean {
  if (delta.presence !== 'both' || delta.renamedFrom !== null) return true
  return [delta.used, delta.committed, delta.prepayPrice, delta.overagePrice].some(({ before, after }) => !sameDecimal(before, after))
}
