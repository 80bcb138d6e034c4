/** The note of a row, which says what is remarkable about it. */
import type { DecisionAnswer, ReconcileFlag, ReconcileRow } from '../../../shared/contract/reconcile-answers.ts'
import { moneyText, parseDecimal, sameDecimal } from '../../../shared/domain/decimal.ts'
import type { ComparedRow } from './compare.ts'

/** A row with its price check. */
export type CheckedRow = ComparedRow & Pick<ReconcileRow, 'priceDifference'>

/** The note of a row: problems first, then flags, then the decision. */
export function noteOf(row: CheckedRow, decision: DecisionAnswer | null, covers: boolean): string {
  const problems = row.parts.flatMap(({ row: line, problem }) => (problem === null ? [] : [`row ${line}: ${problem}`]))
  const unknown = [
    ...(row.status === 'unmapped' && row.tenant === null ? ['the customer is not mapped'] : []),
    ...(row.status === 'unmapped' && row.item === null ? ['the product is not mapped'] : []),
    ...(row.status === 'gap' ? [gapText(row)] : []),
  ]
  const flags = row.flags.map((flag) => flagText(row, flag))
  return [...unknown, ...problems, ...flags, ...(decision === null ? [] : [decisionText(decision, covers)])].join('; ')
}

const gapText = ({ basis, actualMonth }: CheckedRow): string =>
  basis === 'billable' ? 'the vendor’s policy may cover this usage' : `there is no figure for ${actualMonth}`

function flagText({ parts, approved, actual, unitPrice, currency, priceDifference }: CheckedRow, flag: ReconcileFlag): string {
  switch (flag) {
    case 'not-invoiced':
      return 'not on the invoice'
    case 'repeated-lines':
      return `${parts.length} lines added up (rows ${parts
        .map(({ row }) => row)
        .slice(0, 10)
        .join(', ')}${parts.length > 10 ? ' …' : ''})`
    case 'several-terms':
      return `several terms: ${sumsBy(parts, ({ term }) => term)}`
    case 'several-charge-types':
      return `several charge types: ${sumsBy(parts, ({ chargeType }) => chargeType)}`
    case 'several-prices':
      return 'several prices'
    case 'credit':
      return `with a credit: ${parts.map(({ quantity }) => quantity ?? '?').join(' + ')}`
    case 'price-differs': {
      const { expected, because, value } = priceDifference!
      const wanted = priceText(expected, currency)
      const than = because === 'own' ? `your price is ${wanted}` : `${wanted} on last month’s invoice`
      return `priced at ${priceText(unitPrice!, currency)}, ${than}${value === null ? '' : `: ${value} ${currency}`}`
    }
    case 'within-tolerance':
      return 'within the tolerance'
    case 'approval-moved':
      return `approved at ${approved}, now ${actual}`
  }
}

/** With the currency's digits, or more if the price has more. */
function priceText(price: string, currency: string | null): string {
  const rounded = currency === null ? price : moneyText(parseDecimal(price)!, currency)
  return sameDecimal(rounded, price) ? rounded : price
}

/** Quantities grouped by a value, as written in the file: `P1M 3, P1Y 5 + 2`. */
function sumsBy(parts: ComparedRow['parts'], of: (part: ComparedRow['parts'][number]) => string | null): string {
  return [...Map.groupBy(parts, (part) => of(part) ?? 'none')]
    .map(([name, same]) => `${name} ${same.map(({ quantity }) => quantity ?? '?').join(' + ')}`)
    .join(', ')
}

const words: Record<DecisionAnswer['decision'], string> = {
  accept: 'accepted',
  adjust: 'to be adjusted',
  dispute: 'disputed',
  dismiss: 'dismissed',
  reopen: 'reopened',
}

function decisionText(
  { decision, reason, quantity, effective, until, who, at, month, billed, actual }: DecisionAnswer,
  covers: boolean,
): string {
  const to = quantity === null ? '' : ` to ${quantity}`
  const from = effective === null ? '' : ` from ${effective}`
  const carries = until === null ? '' : `, until ${until}`
  const changed =
    covers || decision === 'reopen'
      ? ''
      : ` (at billed ${billed ?? 'none'}, actual ${actual ?? 'none'} of ${month}: the numbers have changed since)`
  return `${words[decision]}${to}${from} by ${who} on ${at.slice(0, 10)}${carries}: ${reason}${changed}`
}
