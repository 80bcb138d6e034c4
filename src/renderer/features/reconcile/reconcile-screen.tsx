/** Invoices of a month compared with the vendor's numbers. */
import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FirstStep } from '../../components/first-step.tsx'
import { Icon } from '../../components/icon.tsx'
import { MonthPicker } from '../../components/month-picker.tsx'
import { Page } from '../../components/page.tsx'
import type { Address } from '../../lib/address.ts'
import { formatMonth } from '../../lib/format.ts'
import { type ReadAnswer, useAnswer } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import { chosenMonth } from './chosen-month.ts'
import { ImportDialog } from './import-dialog.tsx'
import { ReconcileView } from './reconcile-view.tsx'

export function ReconcileScreen(): ReactElement {
  const [address, change] = useAddress()
  const months = useAnswer('months.list', {})
  const invoices = useAnswer('invoices.list', {})
  const month = months.data && invoices.data ? chosenMonth(address, invoices.data, months.data) : null
  const reconciled = useAnswer('reconcile.get', month === null ? {} : { month }, { enabled: month !== null, keepPrevious: true })
  const hasRows = reconciled.data !== undefined && reconciled.data.rows.length > 0
  const openImport = () => change({ tab: 'bring-in' })
  return (
    <Page
      title="Reconcile"
      subtitle="billed against actual"
      tools={
        month === null || !months.data ? null : (
          <>
            <MonthPicker label="Month" months={months.data.months} value={month} onChange={(next) => change({ month: next })} />
            <Button {...(hasRows ? { variant: 'default' } : {})} leftSection={<Icon name="plus" size={14} />} onClick={openImport}>
              Import an invoice
            </Button>
            <ExportMenu what={['reconcile', 'evidence']} scope={{ month }} disabled={!hasRows} />
          </>
        )
      }
    >
      <Answer of={months} what="the months">
        {(known) => (
          <Answer of={invoices} what="the invoices">
            {() =>
              month === null ? (
                <EmptyState icon="reconcile" title="Nothing to compare yet" actions={<FirstStep />}>
                  Reconcile compares invoices with the vendor’s figures, which appear after the first collection.
                </EmptyState>
              ) : (
                <>
                  <Answer of={reconciled} what="the comparison" lines={10}>
                    {(value) =>
                      value.invoices.length === 0 ? <NoInvoice month={month} onImport={openImport} /> : <ReconcileView answer={value} />
                    }
                  </Answer>
                  {address.tab === 'bring-in' ? (
                    <ImportDialog
                      key={month}
                      shownMonth={month}
                      months={known.months}
                      onImported={(next) => change({ month: next, tab: undefined })}
                      onClose={() => change({ tab: undefined })}
                    />
                  ) : null}
                </>
              )
            }
          </Answer>
        )}
      </Answer>
    </Page>
  )
}

/** Preloads what the screen shows first for an address. */
export async function readReconcile(read: ReadAnswer, address: Address): Promise<void> {
  const [months, invoices] = await Promise.all([read('months.list', {}), read('invoices.list', {})])
  const month = chosenMonth(address, invoices, months)
  if (month !== null) await read('reconcile.get', { month })
}

function NoInvoice({ month, onImport }: { month: string; onImport: () => void }): ReactElement {
  return (
    <EmptyState
      icon="reconcile"
      title={`No invoice for ${formatMonth(month)}`}
      actions={
        <Button leftSection={<Icon name="plus" size={14} />} onClick={onImport}>
          Choose a file…
        </Button>
      }
    >
      <p>
        Import a supplier’s invoice or an export from your PSA, as CSV or XLSX with any column names. Each line is then compared with the
        vendor’s number for that customer and licence.
      </p>
      <p>The file stays on this machine.</p>
    </EmptyState>
  )
}
