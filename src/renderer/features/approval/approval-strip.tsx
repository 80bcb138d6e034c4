/** Whether a month is approved, what changed since, and the button to approve it. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { ApprovalAnswer } from '../../../shared/contract/approval-answers.ts'
import type { MonthsAnswer } from '../../../shared/contract/figure-answers.ts'
import { Problem } from '../../components/check-result.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Tag } from '../../components/tag.tsx'
import { ask } from '../../lib/api.ts'
import { formatCount, formatMonth, formatTime } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { figureHelp } from '../help/help-texts.tsx'
import { useUndoable } from '../notices/use-undoable.ts'
import classes from './approval.module.css'
import { MovedFigures } from './moved-figures.tsx'
import { WithdrawApproval } from './withdraw-approval.tsx'

/** Renders nothing for a month that is not over or has no snapshot, since there is nothing to approve. */
export function ApprovalStrip({ month }: { month: MonthsAnswer['months'][number] }): ReactElement | null {
  if (month.open || (month.tenants.with === 0 && month.approvedAt === null)) return null
  return month.approvedAt === null ? <NotApproved month={month.month} /> : <Approved month={month.month} />
}

function NotApproved({ month }: { month: string }): ReactElement {
  const approve = useUndoable('approvals.approve', () => ({
    did: `${formatMonth(month)} is approved.`,
    undo: () => ask('approvals.withdraw', { month }),
  }))
  return (
    <section className={classes.strip} aria-label="Approval">
      <span>{formatMonth(month)} is not approved.</span>
      <HelpTip about="Approved">{figureHelp.approved}</HelpTip>
      <Button size="compact-sm" variant="default" loading={approve.isPending} onClick={() => approve.mutate({ month })}>
        Approve {formatMonth(month)}
      </Button>
      {approve.error ? <Problem error={approve.error} /> : null}
    </section>
  )
}

function Approved({ month }: { month: string }): ReactElement | null {
  const approval = useAnswer('approvals.get', { month }, { keepPrevious: true })
  const [shown, setShown] = useState(false)
  if (approval.error) return <Problem error={approval.error} />
  if (!approval.data?.approved) return null
  return (
    <>
      <section className={classes.strip} aria-label="Approval">
        <ApprovedSince approval={approval.data} />
        <HelpTip about="Approved">{figureHelp.approved}</HelpTip>
        <Button size="compact-sm" variant="default" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide the figures' : approval.data.moved === 0 ? 'What was approved' : 'What has changed'}
        </Button>
        <WithdrawApproval month={month} figures={approval.data.values.length} />
      </section>
      {shown ? <MovedFigures approval={approval.data} /> : null}
    </>
  )
}

function ApprovedSince({ approval: { month, approved, moved, values } }: { approval: ApprovalAnswer }): ReactElement {
  const timeZone = useTimeZone()
  return (
    <>
      <Tag tone={moved === 0 ? 'good' : 'warn'} icon={moved === 0 ? 'check' : 'warning'}>
        approved
      </Tag>
      <span>
        {formatMonth(month)} was approved on {formatTime(approved?.at, timeZone)}.{' '}
        {moved === 0
          ? `All ${formatCount(values.length, 'figure', 'figures')} are unchanged.`
          : `${formatCount(moved, 'figure has', 'figures have')} changed since, of ${values.length}.`}
      </span>
    </>
  )
}
