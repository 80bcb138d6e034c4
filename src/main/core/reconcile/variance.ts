/** The difference between what the vendor said and what was billed. */
import { type Decimal, parseDecimal, zero } from '../../../shared/domain/decimal.ts'

/** actual − billed, in seats. A customer without a line is billed nothing; null without an actual number. */
export function varianceOf({ billed, actual }: { billed: string | null; actual: string | null }): Decimal | null {
  const seats = parseDecimal(actual)
  return seats === null ? null : seats.minus(parseDecimal(billed) ?? zero)
}
