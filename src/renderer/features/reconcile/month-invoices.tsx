/** The invoices of a month, each with a button to remove it. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { InvoiceAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { vendorInvoiceProfile } from '../../../shared/domain/vendors.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { ask } from '../../lib/api.ts'
import { formatCount, formatMonth, formatTime } from '../../lib/format.ts'
import { notify } from '../../lib/notice-store.ts'
import { useChange } from '../../lib/query.ts'
import { notifySaved } from '../../lib/saved-file.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { countsWords } from './counts-words.ts'
import classes from './reconcile.module.css'

export function MonthInvoices({ month, invoices }: { month: string; invoices: InvoiceAnswer[] }): ReactElement {
  const [removing, setRemoving] = useState<InvoiceAnswer | null>(null)
  const timeZone = useTimeZone()
  return (
    <Panel title="Invoices" note={`of ${formatMonth(month)}`} flush>
      <ul className={classes.names}>
        {invoices.map((invoice) => (
          <li key={invoice.id} className={classes.unmapped}>
            <div className={classes.unmappedName}>
              <Icon name="evidence" size={16} />
              <bdi title={`SHA-256 ${invoice.sha256}`}>{invoice.fileName}</bdi>
              <span className={classes.quiet}>
                {[
                  ...(invoice.sheet ? [`sheet ${invoice.sheet}`] : []),
                  countsWords(invoice.counts),
                  ...(invoice.wipedLines > 0 ? [`${formatCount(invoice.wipedLines, 'line', 'lines')} deleted with a customer`] : []),
                  ...(invoice.profile === null ? [] : [`profile ${invoice.profile}`]),
                  `imported ${formatTime(invoice.broughtInAt, timeZone)} by ${invoice.broughtInBy}`,
                ].join(' · ')}
              </span>
            </div>
            <div className={classes.rowActions}>
              {invoice.profile === vendorInvoiceProfile ? (
                <Button
                  variant="subtle"
                  color="gray"
                  leftSection={<Icon name="export" size={14} />}
                  aria-label={`Save the PDF of ${invoice.fileName}`}
                  onClick={() => void notifySaved('The document', ask('exports.invoiceDocument', { id: invoice.id }))}
                >
                  Document
                </Button>
              ) : null}
              <Button
                variant="subtle"
                color="gray"
                leftSection={<Icon name="trash" size={14} />}
                aria-label={`Remove ${invoice.fileName}`}
                onClick={() => setRemoving(invoice)}
              >
                Remove…
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {removing === null ? null : <RemoveInvoice invoice={removing} onClose={() => setRemoving(null)} />}
    </Panel>
  )
}

/** Only the lines are stored and not the file, so this cannot be undone; the file has to be imported again. */
function RemoveInvoice({ invoice, onClose }: { invoice: InvoiceAnswer; onClose: () => void }): ReactElement {
  const remove = useChange('invoices.remove', {
    onDone: () => notify(`${invoice.fileName} was removed from ${formatMonth(invoice.month)}.`),
  })
  return (
    <FormDialog
      title={`Remove ${invoice.fileName}`}
      action="Remove the invoice"
      destructive
      pending={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate({ id: invoice.id }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        {formatCount(invoice.counts.lines, 'line', 'lines')} of {formatMonth(invoice.month)} will no longer be compared. Mappings and
        decisions are kept.{' '}
        {invoice.profile === vendorInvoiceProfile
          ? 'It is imported again only if Genesys changes it.'
          : 'To undo this, import the file again.'}
      </p>
    </FormDialog>
  )
}
