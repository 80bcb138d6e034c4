/** Confirms a deletion: says how much would be deleted and requires a name to be typed. */
import { TextInput } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactElement, type ReactNode, useState } from 'react'
import type { LossAnswer } from '../../../shared/contract/maintenance-answers.ts'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { Answer } from '../../components/answer.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { formatCount, formatMonth } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import classes from './loss-dialog.module.css'

export interface LossDialogProps {
  title: string
  /** What would be deleted, and the name to type; null if nothing is chosen, or nothing would be lost. */
  loss: { scope: RouteInput<'history.losses'>; whose: ReactNode; toType: string } | null
  /** The label of the submit button: "Delete for good". */
  action: string
  /** Whether the action can be confirmed when nothing would be lost. */
  harmless?: boolean
  pending: boolean
  error: Error | null
  onConfirm: () => void
  onClose: () => void
  /** Fields above the loss. */
  children?: ReactNode
}

export function LossDialog({
  title,
  loss,
  action,
  harmless = false,
  pending,
  error,
  onConfirm,
  onClose,
  children,
}: LossDialogProps): ReactElement {
  const [typed, setTyped] = useState('')
  const losses = useAnswer('history.losses', loss?.scope ?? { tenant: 0 }, { enabled: loss !== null })
  // Only after the size of the loss is shown.
  const ready = loss === null ? harmless : losses.data !== undefined && typed === loss.toType
  return (
    <FormDialog
      title={title}
      action={action}
      ready={ready}
      pending={pending}
      destructive
      error={error}
      onSubmit={onConfirm}
      onClose={onClose}
    >
      {children}
      {loss ? (
        <>
          <LossSummary losses={losses} whose={loss.whose} />
          <TextInput
            label={`Type “${loss.toType}” to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
          />
        </>
      ) : null}
    </FormDialog>
  )
}

function LossSummary({ losses, whose }: { losses: UseQueryResult<LossAnswer, Error>; whose: ReactNode }): ReactElement {
  return (
    <div className={classes.goes} role="status">
      <Answer of={losses} what="what would be deleted" lines={2}>
        {(value) =>
          value.snapshots === 0 ? (
            <p>Everything is deleted for {whose}.</p>
          ) : (
            <>
              <p>
                <strong>{formatCount(value.snapshots, 'snapshot', 'snapshots')}</strong> of {whose}, {monthsOf(value)}
                {value.people > 0 ? (
                  <>
                    , and <strong>{formatCount(value.people, 'person', 'people')}</strong> who are in no other snapshot
                  </>
                ) : null}
                .
              </p>
              <p>This cannot be undone. Afterwards, only backups contain them.</p>
            </>
          )
        }
      </Answer>
    </div>
  )
}

const monthsOf = ({ firstMonth, lastMonth }: LossAnswer): string =>
  firstMonth === lastMonth ? `of ${formatMonth(firstMonth)}` : `from ${formatMonth(firstMonth)} to ${formatMonth(lastMonth)}`
