/**
 * Charges of a billing period as rows: used, committed, allowance and over. Pure.
 * The vendor does not document the meaning of groupings; these are the meanings that public code uses.
 */
import type { UsageAnswer, UsageKind, UsageRow } from '../../../shared/contract/usage-answers.ts'
import { type Decimal, decimalText, parseDecimal, zero } from '../../../shared/domain/decimal.ts'
import { addAmounts, lineAmount } from './amounts.ts'
import type { ChargeLine } from './charges.ts'

/** The note on a metered row without an allowance row. Other tools search for this text, so keep its straight apostrophe. */
export const noAllowanceNote = "no allowance sent; the vendor's policy may cover it"

/** Groupings that are metered under the vendor's fair-use policy. */
const metered = new Set(['resource'])
/** Groupings whose allowance is either a separate row or part of the committed quantity. */
const meteredUnlessCommitted = new Set(['rollup', 'storage', 'storage-category'])

/** Converts lines to rows, in the same order. */
export function usageRows(lines: readonly ChargeLine[], currency: string | null): UsageRow[] {
  const allowances = allowancesOf(lines)
  return lines.map((line) => usageRow(line, takeAllowance(allowances, line), currency))
}

/** Allowances by part number and unit; `left` is what no row has used yet. */
type Allowances = Map<string, { left: Decimal }>

function allowancesOf(lines: readonly ChargeLine[]): Allowances {
  const allowances: Allowances = new Map()
  for (const line of lines) {
    const size = kindOf(line) === 'allowance' ? parseDecimal(line.used) : null
    if (size === null) continue
    const key = allowanceKey(line)
    const known = allowances.get(key)
    if (known) known.left = known.left.plus(size)
    else allowances.set(key, { left: size })
  }
  return allowances
}

const allowanceKey = (line: ChargeLine): string => JSON.stringify([line.partNumber, line.unit])

/** The allowance of a row; null if there is none. Rows with the same part number and unit share it: each reduces it for the next. */
function takeAllowance(allowances: Allowances, line: ChargeLine): Decimal | null {
  const kind = kindOf(line)
  if (kind === 'allowance' || kind === 'rollup-detail') return null
  if (line.allowance !== undefined) return parseDecimal(line.allowance)
  const allowance = allowances.get(allowanceKey(line))
  if (allowance === undefined) return null
  const available = allowance.left
  const [used, committed] = [parseDecimal(line.used), parseDecimal(line.committed)]
  const needed = used === null || committed === null ? zero : max(zero, used.minus(committed))
  allowance.left = max(zero, available.minus(needed))
  return available
}

function usageRow(line: ChargeLine, allowance: Decimal | null, currency: string | null): UsageRow {
  const kind = kindOf(line)
  const counts = kind === 'usage' || kind === 'third-party'
  const used = kind === 'allowance' ? null : line.used
  const over = kind === 'free' ? zero : counts ? overOf(line, allowance) : null
  const uncovered = counts && allowance === null && lacksAllowance(line)
  const isOver = over?.gt(0) === true
  const commitmentCost = counts ? lineAmount(line.committed, line.prepayPrice ?? priceOfNothing(line.committed), currency) : null
  const overCost = counts && over !== null ? lineAmount(decimalText(over), line.overagePrice ?? (isOver ? null : '0'), currency) : null
  return {
    chargeId: line.chargeId,
    name: line.name,
    partNumber: line.partNumber,
    grouping: line.grouping,
    unit: line.unit,
    used,
    committed: line.committed,
    allowance: kind === 'allowance' ? line.used : allowance === null ? null : decimalText(allowance),
    over: over === null ? null : decimalText(over),
    prepayPrice: line.prepayPrice,
    overagePrice: line.overagePrice,
    kind,
    note: noteOf(line, kind, uncovered && isOver),
    commitmentCost,
    overCost,
    inTotal: counts && !(uncovered && isOver) && commitmentCost !== null && overCost !== null,
  }
}

/** The kind of a charge. Third-party charges are checked before `free` and `usage`. */
function kindOf(line: ChargeLine): UsageKind {
  if (line.grouping === 'fair-use') return 'allowance'
  if (line.grouping === 'rollup-usage') return 'rollup-detail'
  if (line.isThirdParty) return 'third-party'
  const [committed, price] = [parseDecimal(line.committed), parseDecimal(line.overagePrice)]
  return committed?.eq(0) && price?.eq(0) ? 'free' : 'usage'
}

/** As the vendor states it, else max(0, used − committed − allowance); null if used or committed is missing. */
function overOf(line: ChargeLine, allowance: Decimal | null): Decimal | null {
  if (line.over != null) return parseDecimal(line.over)
  const [used, committed] = [parseDecimal(line.used), parseDecimal(line.committed)]
  return used === null || committed === null ? null : max(zero, used.minus(committed).minus(allowance ?? zero))
}

function lacksAllowance(line: ChargeLine): boolean {
  const grouping = line.grouping ?? ''
  return metered.has(grouping) || (meteredUnlessCommitted.has(grouping) && parseDecimal(line.committed)?.eq(0) === true)
}

/** Without a price, a commitment of 0 still costs 0; any other cost is unknown. */
function priceOfNothing(committed: string | null): string | null {
  return parseDecimal(committed)?.eq(0) ? '0' : null
}

function noteOf(line: ChargeLine, kind: UsageKind, uncovered: boolean): string | null {
  const notes = [
    uncovered ? noAllowanceNote : null,
    kind === 'free' ? 'free' : null,
    kind === 'usage' && parseDecimal(line.used)?.eq(0) && parseDecimal(line.committed)?.gt(0) ? 'committed and not used' : null,
    line.notes,
  ]
  return notes.filter((note) => note !== null).join('; ') || null
}

const max = (a: Decimal, b: Decimal): Decimal => (a.gt(b) ? a : b)

/** Totals of the rows in one currency; null without a currency. Third-party charges have a separate subtotal. */
export function usageTotals(rows: readonly UsageRow[], currency: string | null): UsageAnswer['totals'] {
  if (currency === null) return null
  const totalOf = (kind: UsageKind) => {
    const lines = rows.filter((row) => row.kind === kind && row.inTotal)
    return {
      commitment: addAmounts(
        lines.map((row) => row.commitmentCost),
        currency,
      ),
      over: addAmounts(
        lines.map((row) => row.overCost),
        currency,
      ),
    }
  }
  const counted = rows.filter((row) => row.kind === 'usage' || row.kind === 'third-party')
  return {
    vendor: totalOf('usage'),
    thirdParty: totalOf('third-party'),
    leftOut: counted.filter((row) => !row.inTotal).map((row) => row.chargeId),
  }
}
