/** A row's numbers next to each other, with what is remarkable about them. */
import type { ReactElement } from 'react'
import type { ReconcileRow } from '../../../shared/contract/reconcile-answers.ts'
import { Delta } from '../../components/delta.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import { formatMoney, formatMonth, formatQuantity, withDates } from '../../lib/format.ts'
import classes from './reconcile.module.css'
import { basisWords } from './reconcile-words.ts'
import { StatusTag } from './row-columns.tsx'

const priceWords: Record<NonNullable<ReconcileRow['priceFrom']>, string> = {
  rules: 'your price',
  vendor: 'the vendor’s price',
  invoice: 'of the invoice',
  contract: 'overage rate of the contract',
}

export function RowNumbers({ row }: { row: ReconcileRow }): ReactElement {
  const { actual, basis, actualMonth, approved, billed, variance, value, unitPrice, priceFrom, currency, note, snapshotId } = row
  return (
    <div>
      <dl className={classes.numbers}>
        <div>
          <dt>Vendor said</dt>
          <dd>
            <EvidenceLink snapshotId={snapshotId}>{formatQuantity(actual)}</EvidenceLink>
            <span className={classes.quiet}>
              {basis === null ? 'no figure' : basisWords[basis]}
              {actualMonth === null ? '' : `, ${formatMonth(actualMonth, 'short')}`}
            </span>
          </dd>
        </div>
        <div>
          <dt>Approved</dt>
          <dd>{formatQuantity(approved)}</dd>
        </div>
        <div>
          <dt>Invoiced</dt>
          <dd>{formatQuantity(billed)}</dd>
        </div>
        <div>
          <dt>Variance</dt>
          <dd>
            <Delta value={variance} />
          </dd>
        </div>
        <div>
          <dt>Value</dt>
          <dd>
            {formatMoney(value, currency)}
            <span className={classes.quiet}>
              {unitPrice === null ? 'no price' : `at ${formatMoney(unitPrice, currency)}, ${priceWords[priceFrom ?? 'invoice']}`}
            </span>
          </dd>
        </div>
      </dl>
      <p className={classes.note}>
        <StatusTag row={row} /> <bdi>{withDates(note)}</bdi>
      </p>
    </div>
  )
}
