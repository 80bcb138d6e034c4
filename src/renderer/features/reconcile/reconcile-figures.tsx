/** The month's totals; each one says how many lines it leaves out. */
import type { ReactElement } from 'react'
import type { ReconcileAnswer, VarianceTotal } from '../../../shared/contract/reconcile-answers.ts'
import { KeyFigure, KeyFigures } from '../../components/key-figure.tsx'
import { RuleLink } from '../../components/rule-link.tsx'
import { formatCount, formatMoney, formatQuantity } from '../../lib/format.ts'
import { unmappedWords } from './reconcile-words.ts'

export function ReconcileFigures({ totals }: { totals: ReconcileAnswer['totals'] }): ReactElement {
  const { under, over, unmappedLines, leftOutLines, matched, gaps, open } = totals
  return (
    <KeyFigures>
      <KeyFigure
        label="Open rows"
        value={open}
        note={`${formatQuantity(matched)} matched${gaps > 0 ? `, ${formatCount(gaps, 'gap', 'gaps')}` : ''}`}
        help={
          <p>
            Rows to check: unmapped rows, and differences and gaps without a decision. A decision covers a row until one of its numbers
            changes.
          </p>
        }
      />
      <KeyFigure
        label="Under-billed seats"
        value={under.seats}
        note={totalNote(under, unmappedLines)}
        help={
          <p>The vendor counts more than was invoiced. The amount is the difference × unit price (the invoice’s price, else your own).</p>
        }
      />
      <KeyFigure
        label="Over-billed seats"
        value={over.seats}
        note={totalNote(over, unmappedLines)}
        help={
          <p>
            More was invoiced than the vendor counts. The difference is the vendor’s number minus the invoiced number, so it is negative.
          </p>
        }
      />
      <KeyFigure
        label="Unmapped lines"
        value={unmappedLines}
        note={leftOutLines > 0 ? `${formatCount(leftOutLines, 'line is', 'lines are')} left out with a reason` : 'no line is left out'}
        help={
          <>
            <p>Lines with an unknown customer or product, or a quantity that cannot be read. They are not in any total.</p>
            <RuleLink rule="billed" />
          </>
        }
      />
    </KeyFigures>
  )
}

function totalNote({ rows, value, withoutPrice }: VarianceTotal, unmappedLines: number): string {
  const amounts = value.map(({ currency, amount }) => formatMoney(amount, currency)).join(' and ')
  const parts = [
    ...(amounts === '' ? [] : [amounts]),
    `${formatCount(rows, 'row', 'rows')}${withoutPrice > 0 ? `, ${formatQuantity(withoutPrice)} without a price` : ''}`,
    unmappedWords(unmappedLines),
  ]
  return parts.filter((part) => part !== null).join(' · ')
}
