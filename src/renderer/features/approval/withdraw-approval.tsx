/** Taking an approval back: approving again would keep other figures, so it is asked for twice. */
import { Button, Modal } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { Problem } from '../../components/check-result.tsx'
import { formatCount, formatMonth } from '../../lib/format.ts'
import { useChange } from '../../lib/query.ts'
import classes from './approval.module.css'

export function WithdrawApproval({ month, figures }: { month: string; figures: number }): ReactElement {
  const withdraw = useChange('approvals.withdraw')
  const [asked, setAsked] = useState(false)
  return (
    <>
      <Button size="compact-sm" variant="subtle" onClick={() => setAsked(true)}>
        Withdraw the approval…
      </Button>
      <Modal opened={asked} onClose={() => setAsked(false)} title={`Withdraw the approval of ${formatMonth(month)}`}>
        <div className={classes.dialog}>
          <p>
            {formatCount(figures, 'approved figure is', 'approved figures are')} no longer compared with what {formatMonth(month)} is now.
            They stay on record. Approving the month again keeps its figures as they are then.
          </p>
          {withdraw.error ? <Problem error={withdraw.error} /> : null}
          <div className={classes.buttons}>
            <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ month })}>
              Withdraw
            </Button>
            <Button variant="default" onClick={() => setAsked(false)}>
              Cancel
            </Button>
          </div>
        </div>
      </Modal>
    </>
  )
}
