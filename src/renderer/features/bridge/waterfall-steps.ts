/** A column of the bridge as steps: the earlier number, each reason with its running total, the later number. */
import type { BridgeReason } from '../../../shared/contract/bridge-answers.ts'
import { type Decimal, decimalText, parseDecimal, zero } from '../../../shared/domain/decimal.ts'
import { reasonWords } from '../../../shared/domain/reason-words.ts'
import type { BridgeColumn } from './bridge-rows.ts'

export interface WaterfallStep {
  /** Null for the first and the last number. */
  reason: BridgeReason | null
  name: string
  /** Null for the first and the last number. */
  delta: string | null
  /** The number after this step, exact. */
  total: string
  /** The ends of the bar. For the first and last number, the lower end is the axis. */
  low: number
  high: number
}

/** The steps in the order of the reasons; empty if the column has no change to explain. */
export function waterfallSteps(
  column: BridgeColumn,
  from: string,
  to: string,
  words: Record<BridgeReason, string> = reasonWords,
): WaterfallStep[] {
  const [before, after] = [parseDecimal(column.from), parseDecimal(column.to)]
  if (before === null || after === null) return []
  let total: Decimal = before
  const parts = (Object.keys(reasonWords) as BridgeReason[]).flatMap((reason): WaterfallStep[] => {
    const delta = parseDecimal(column.parts.find((part) => part.reason === reason)?.delta)
    if (delta === null || delta.eq(zero)) return []
    const start = total
    total = total.plus(delta)
    const ends = [Number(start), Number(total)] as const
    return [
      {
        reason,
        name: words[reason],
        delta: decimalText(delta),
        total: decimalText(total),
        low: Math.min(...ends),
        high: Math.max(...ends),
      },
    ]
  })
  const number = (name: string, value: Decimal): WaterfallStep => ({
    reason: null,
    name,
    delta: null,
    total: decimalText(value),
    low: Number(value),
    high: Number(value),
  })
  return [number(from, before), ...parts, number(to, after)]
}

/** Wraps a label to the width; a single wider word gets its own line. */
export function linesWithin(text: string, widthPx: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(`${last} ${word}`) <= widthPx) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
