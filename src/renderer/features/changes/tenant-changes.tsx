/** What changed at one tenant. */
import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Change, DiffAnswer, DiffSide } from '../../../shared/contract/diff-answers.ts'
import { useAddress } from '../../app/use-address.ts'
import { Answer } from '../../components/answer.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import { KeyFigure, KeyFigures } from '../../components/key-figure.tsx'
import { Tag } from '../../components/tag.tsx'
import { WarningList } from '../../components/warning-list.tsx'
import { formatMonth, formatQuantity, formatTime } from '../../lib/format.ts'
import { figureHelp } from '../../lib/help-texts.tsx'
import { useAnswer } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { ChangeTables } from './change-tables.tsx'
import classes from './changes.module.css'
import { ChargeChanges } from './charge-changes.tsx'
import { CostPanel } from './cost-panel.tsx'
import { Explanation } from './explanation.tsx'

interface TenantChangesProps {
  tenant: number
  /** Months, or snapshot ids. */
  from: string | number
  to: string | number
}

export function TenantChanges({ tenant, from, to }: TenantChangesProps): ReactElement {
  const diff = useAnswer('diff.get', { tenant, from, to }, { keepPrevious: true })
  return (
    <Answer of={diff} what="the changes" lines={10}>
      {(value) => (
        <div className={classes.stack}>
          <Sides diff={value} bySnapshot={typeof from === 'number'} />
          {value.dataset === 'petra.billable-users' ? (
            <>
              <KeyFigures>
                <Total label="Reported" change={value.totals.reported} help="reported" side={value.to} />
                <Total label="Listed" change={value.totals.listed} help="listed" side={value.to} />
                <Total label="Recounted" change={value.totals.recounted} help="recounted" side={value.to} />
                <Total label="Units" change={value.totals.units} help="units" side={value.to} state={value.totals.units.stateAfter} />
              </KeyFigures>
              <div className={classes.split}>
                <Explanation explanation={value.explanation} total={value.totals.reported.delta} />
                <CostPanel cost={value.cost} skus={value.skus} />
              </div>
            </>
          ) : null}
          <WarningList warnings={value.warnings} />
          {value.charges.length > 0 ? <ChargeChanges charges={value.charges} /> : null}
          {value.dataset === 'genesys.trustee-overview' ? null : <ChangeTables holders={value.holders} skus={value.skus} />}
        </div>
      )}
    </Answer>
  )
}

function Total({
  label,
  change,
  help,
  side,
  state,
}: {
  label: string
  change: Change
  help: string
  side: DiffSide
  state?: string | null
}): ReactElement {
  return (
    <KeyFigure
      label={label}
      value={change.after}
      delta={change.delta}
      since={<span>{change.before === null ? 'nothing to compare with' : `from ${formatQuantity(change.before)}`}</span>}
      help={figureHelp[help]}
      snapshotId={side.snapshotId}
      state={state ? <Tag tone={state === 'settled' ? 'good' : 'plain'}>{state}</Tag> : undefined}
    />
  )
}

/** Which snapshots are compared, and the way from two months to any two of their snapshots, and back. */
function Sides({ diff, bySnapshot }: { diff: DiffAnswer; bySnapshot: boolean }): ReactElement {
  const [, change] = useAddress()
  const timeZone = useTimeZone()
  const side = (each: DiffSide): ReactElement => (
    <span>
      <EvidenceLink snapshotId={each.snapshotId}>
        {formatMonth(each.month)}, snapshot {each.snapshotId}
      </EvidenceLink>
      , reported {formatTime(each.reportedAt, timeZone)} {each.early ? <Tag tone="warn">early month-end</Tag> : null}
    </span>
  )
  return (
    <div className={classes.sides}>
      {side(diff.from)}
      <span aria-hidden="true">→</span>
      {side(diff.to)}
      <Button
        variant="subtle"
        size="compact-xs"
        onClick={() =>
          change(bySnapshot ? { before: undefined, after: undefined } : { before: diff.from.snapshotId, after: diff.to.snapshotId })
        }
      >
        {bySnapshot ? 'Compare months' : 'Compare other snapshots'}
      </Button>
    </div>
  )
}
