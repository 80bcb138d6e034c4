/** The difference between the vendor's number and what was billed. */
import { type Decimal, parseDecimal, zero } from '../../../shared/domain/decimal.ts'

/** actual − billed, in seats. Without a line, billed counts as 0; null without an actual number. */
export function varianceOf({ billed, actual }: { billed: string | null; actual: string | null }): Decimal | null {
  const seats = parseDecimal(actual)
  return seats === null ? null : seats.minus(parseDecimal(billed) ?? zero)
}
