/** Withdraws an approval after confirmation, because approving again would record the current figures. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
import { formatCount, formatMonth } from '../../lib/format.ts'
import { useChange } from '../../lib/query.ts'

export function WithdrawApproval({ month, figures }: { month: string; figures: number }): ReactElement {
  const withdraw = useChange('approvals.withdraw')
  const [asked, setAsked] = useState(false)
  return (
    <>
      <Button size="compact-sm" variant="subtle" onClick={() => setAsked(true)}>
        Withdraw the approval…
      </Button>
      <FormDialog
        title={`Withdraw the approval of ${formatMonth(month)}`}
        opened={asked}
        action="Withdraw"
        pending={withdraw.isPending}
        error={withdraw.error}
        onSubmit={() => withdraw.mutate({ month })}
        onClose={() => setAsked(false)}
      >
        <p>
          {formatCount(figures, 'approved figure is', 'approved figures are')} no longer compared with the current {formatMonth(month)}{' '}
          figures. They stay on record. If you approve the month again, its figures at that time are stored.
        </p>
      </FormDialog>
    </>
  )
}
