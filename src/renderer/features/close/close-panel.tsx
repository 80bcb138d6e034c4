/** The steps of closing a month, each with its action. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { CloseAnswer, CloseStep, CloseStepName, Correction } from '../../../shared/contract/closing-answers.ts'
import { HelpTip } from '../../components/help-tip.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { Tag } from '../../components/tag.tsx'
import { formatCount, formatMoney, formatMonth, formatQuantity, withDates } from '../../lib/format.ts'
import { useAnswer, useCollect } from '../../lib/query.ts'
import { useTenants } from '../../lib/use-names.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import { figureHelp } from '../help/help-texts.tsx'
import { ApproveDialog } from './approve-dialog.tsx'
import classes from './close.module.css'

interface ClosePanelProps {
  /** The chosen month; null if none is. For a month that is not over, the latest month that is over is shown. */
  month: string | null
}

/** Renders nothing if no month is over, or for a closed month unless it was chosen. */
export function ClosePanel({ month }: ClosePanelProps): ReactElement | null {
  const months = useAnswer('months.list', {})
  const chosen = month !== null && months.data && month < months.data.openMonth ? month : null
  const { data } = useAnswer('closing.get', chosen === null ? {} : { month: chosen }, { keepPrevious: true })
  if (!data?.over || (chosen === null && data.closed)) return null
  return <Steps closing={data} />
}

const names: Record<CloseStepName, string> = {
  collected: 'Collected',
  settled: 'Settled',
  reconciled: 'Reconciled',
  approved: 'Approved',
  exported: 'Exported',
}

function Steps({ closing: { month, steps, closed, approved, corrections } }: { closing: CloseAnswer }): ReactElement {
  const open = steps.filter(({ done }) => !done).length
  return (
    <Panel
      title={
        closed ? `${formatMonth(month)} is closed` : `${formatMonth(month)} is over but not ${approved === null ? 'approved' : 'closed'}`
      }
      help={<HelpTip about="Closing a month">{figureHelp.closing}</HelpTip>}
      note={open === 0 ? undefined : formatCount(open, 'open step', 'open steps')}
    >
      <ol className={classes.steps} aria-label={`Steps of closing ${formatMonth(month)}`}>
        {steps.map((step) => (
          <li key={step.step} className={classes.step}>
            <span className={classes.mark} data-done={step.done}>
              <Icon name={step.done ? 'check' : 'clock'} size={16} />
            </span>
            <span className={classes.what}>
              <strong>{names[step.step]}</strong>
              {step.done ? null : <Tag>open</Tag>}
              <span className={classes.text}>{withDates(step.text)}</span>
            </span>
            <StepAction step={step} month={month} />
          </li>
        ))}
      </ol>
      <Corrections title="Corrected by the vendor since the approval" corrections={corrections.ofThis} />
      <Corrections title="Corrections of earlier, approved months, included in this month" corrections={corrections.lines} />
    </Panel>
  )
}

function StepAction({ step: { step, done, next }, month }: { step: CloseStep; month: string }): ReactElement | null {
  const collect = useCollect()
  const [approving, setApproving] = useState(false)
  switch (step) {
    case 'collected':
      return done ? null : (
        <Button component={Link} to="/activity" search={{} as never} size="compact-sm" variant="default">
          Import earlier months…
        </Button>
      )
    case 'settled':
      return done ? null : (
        <Button size="compact-sm" variant="default" loading={collect.isPending} onClick={() => collect.mutate({})}>
          Collect now
        </Button>
      )
    case 'approved':
      if (done) {
        return next === null ? null : (
          <Button component={Link} to="/changes" search={{ month } as never} size="compact-sm" variant="default">
            What has changed
          </Button>
        )
      }
      return (
        <>
          <Button size="compact-sm" onClick={() => setApproving(true)}>
            Approve…
          </Button>
          {approving ? <ApproveDialog month={month} onClose={() => setApproving(false)} /> : null}
        </>
      )
    case 'exported':
      return done ? null : <ExportMenu what={['month', 'evidence', 'focus']} scope={{ month }} />
    case 'reconciled':
      return done ? null : <ReconcileAction month={month} />
  }
}

/** Without an invoice, the import dialog is open on arrival. */
function ReconcileAction({ month }: { month: string }): ReactElement {
  const { data } = useAnswer('invoices.list', { month })
  const none = data?.length === 0
  return (
    <Button
      component={Link}
      to="/reconcile"
      search={{ month, ...(none ? { tab: 'bring-in' } : {}) } as never}
      size="compact-sm"
      variant="default"
    >
      {none ? 'Import an invoice…' : 'Reconcile…'}
    </Button>
  )
}

function Corrections({ title, corrections }: { title: string; corrections: readonly Correction[] }): ReactElement | null {
  const { nameOf } = useTenants()
  if (corrections.length === 0) return null
  const shown = (value: string, { currency }: Correction) => (currency === null ? formatQuantity(value) : formatMoney(value, currency))
  return (
    <section className={classes.corrections} aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {corrections.map((each) => (
          <li key={`${each.month} ${each.tenant} ${each.figure} ${each.currency}`}>
            <bdi>{nameOf(each.tenant)}</bdi>, {formatMonth(each.month)}: {each.label} {shown(each.approved, each)} → {shown(each.now, each)}{' '}
            (included in {formatMonth(each.lineOf)})
          </li>
        ))}
      </ul>
    </section>
  )
}
