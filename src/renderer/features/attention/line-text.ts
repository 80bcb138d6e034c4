import type { FindingLine } from '../../../shared/contract/attention-answers.ts'
import { formatCount, formatMoney, formatQuantity } from '../../lib/format.ts'

/** "€1,103.00, £384.00"; empty without a price. */
export const sumsText = ({ sums }: FindingLine): string => sums.map(({ amount, currency }) => formatMoney(amount, currency)).join(', ')

/** "201 items, 94 without a price, 3 muted". */
export function countText({ count, withoutPrice, muted }: FindingLine): string {
  return [
    count > 0 ? formatCount(count, 'item', 'items') : '',
    withoutPrice > 0 ? `${formatQuantity(withoutPrice)} without a price` : '',
    muted > 0 ? `${formatQuantity(muted)} muted` : '',
  ]
    .filter(Boolean)
    .join(', ')
}
