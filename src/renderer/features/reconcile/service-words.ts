/** A service as text, and as a request. */
import type { ServiceAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { formatMonth } from '../../lib/format.ts'

/** The request that defines the service as it is now. */
export const serviceInput = ({ name, skus, counts, tolerance, billed }: ServiceAnswer) => ({
  name,
  skus: skus.map(({ skuId }) => skuId),
  counts,
  tolerance,
  billed,
})

/** Its licences and how it counts. */
export function serviceWords({ skus, counts, tolerance, billed, from }: ServiceAnswer): string {
  return [
    skus.map(({ name }) => name).join(' + '),
    counts === 'people' ? 'people with at least one of them' : 'the sum of the licences',
    ...(tolerance === '0' ? [] : [`tolerance ${tolerance}`]),
    billed === 'advance' ? 'billed in advance' : 'billed in arrears',
    from === null ? 'for all history' : `from ${formatMonth(from)}`,
  ].join(' · ')
}
