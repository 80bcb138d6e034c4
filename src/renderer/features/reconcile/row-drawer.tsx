/** All details of a row: its numbers, the decision, invoice lines, people, last month, earlier decisions. */
import { Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { ReconcileRow } from '../../../shared/contract/reconcile-answers.ts'
import { addMonths, parseMonth } from '../../../shared/domain/month.ts'
import { formatDelta, formatMonth, formatQuantity } from '../../lib/format.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import { DecideForm } from './decide-form.tsx'
import { DecisionHistory } from './decision-history.tsx'
import classes from './reconcile.module.css'
import { RowLines } from './row-lines.tsx'
import { RowNumbers } from './row-numbers.tsx'
import { RowPeople } from './row-people.tsx'
import { RowSection } from './row-section.tsx'
import { isMapped } from './use-decide.ts'

interface RowDrawerProps {
  /** Null: closed. */
  row: ReconcileRow | null
  month: string
  onDecided: () => void
  onClose: () => void
}

export function RowDrawer({ row, month, onDecided, onClose }: RowDrawerProps): ReactElement {
  return (
    <Drawer
      opened={row !== null}
      onClose={onClose}
      title={
        row === null ? (
          'Row'
        ) : (
          <>
            <bdi>{row.client}</bdi>: <bdi>{row.product}</bdi>
          </>
        )
      }
      size="xl"
      keepMounted={false}
      // The table itself focuses this row or the next one.
      returnFocus={false}
    >
      {row === null ? null : <Contents key={`${row.tenant} ${row.item}`} row={row} month={month} onDecided={onDecided} />}
    </Drawer>
  )
}

function Contents({ row, month, onDecided }: { row: ReconcileRow; month: string; onDecided: () => void }): ReactElement {
  const { tenant, item, status, decision, lastMonth, actualMonth } = row
  const mapped = tenant !== null && item !== null ? { tenant, item } : null
  const canDecide = isMapped(row) && (status !== 'matched' || row.priceDifference !== null || decision !== null)
  return (
    <div className="stack">
      <RowNumbers row={row} />
      {canDecide ? (
        <DecideForm rows={[row]} month={month} onDecided={onDecided} />
      ) : status === 'unmapped' ? (
        <p className={classes.quiet}>
          {mapped === null
            ? 'Map its name under “Names to map” first. Then you can compare and decide the row.'
            : 'The quantity of a line cannot be read. Correct the file and import it again, replacing this one.'}
        </p>
      ) : null}
      {row.parts.length > 0 ? (
        <RowSection title="Invoice lines">
          <RowLines parts={row.parts} />
        </RowSection>
      ) : null}
      {mapped === null ? null : mapped.item.startsWith('charge:') && row.basis !== 'contract' ? (
        <RowSection title="The usage behind it">
          <Link to="/usage" search={{ tenant: mapped.tenant, month: actualMonth ?? month } as never}>
            Usage of {formatMonth(actualMonth ?? month)}
          </Link>
        </RowSection>
      ) : (
        <RowPeople {...mapped} month={actualMonth ?? month} />
      )}
      {lastMonth === null ? null : (
        <RowSection title={formatMonth(addMonths(parseMonth(month), -1))}>
          <p>
            Vendor said {formatQuantity(lastMonth.actual)}, invoiced {formatQuantity(lastMonth.billed)}, variance{' '}
            {formatDelta(lastMonth.variance)}.
          </p>
        </RowSection>
      )}
      {mapped === null ? null : <DecisionHistory {...mapped} />}
      {tenant === null ? null : (
        <RowSection title="Export">
          <p>The evidence pack has everything about this customer’s month: people, reasons, lines, decisions and snapshots.</p>
          <ExportMenu what={['evidence']} scope={{ tenant, month }} />
        </RowSection>
      )}
    </div>
  )
}
