/** Changes of one tenant. */
import { Button } from '@mantine/core'
import type { ComponentProps, ReactElement } from 'react'
import type { DiffAnswer, DiffSide } from '../../../shared/contract/diff-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import { Tag } from '../../components/tag.tsx'
import { WarningList } from '../../components/warning-list.tsx'
import { formatMonth, formatQuantity, formatTime } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { useAddress } from '../../lib/use-address.ts'
import { ChangeFigures } from './change-figures.tsx'
import { ChangeTables } from './change-tables.tsx'
import classes from './changes.module.css'
import { ChargeChanges } from './charge-changes.tsx'
import { CostPanel } from './cost-panel.tsx'
import { Explanation } from './explanation.tsx'
import { PeopleChanges } from './people-changes.tsx'

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
              <ChangeFigures totals={value.totals} unitsState={value.totals.units.stateAfter} snapshotId={value.to.snapshotId} />
              <div className={classes.split}>
                <Explanation explanation={value.explanation} total={value.totals.reported.delta} />
                <CostPanel cost={value.cost} skus={value.skus} />
              </div>
            </>
          ) : null}
          <WarningList warnings={value.warnings} />
          {value.charges.length > 0 ? <ChargeChanges charges={value.charges} /> : null}
          {value.dataset === 'genesys.trustee-overview' ? null : <ChangeTables first={peopleOf(value)} skus={value.skus} />}
        </div>
      )}
    </Answer>
  )
}

const peopleOf = ({ holders, skus }: DiffAnswer): ComponentProps<typeof ChangeTables>['first'] => ({
  tab: 'people',
  title: `People (${formatQuantity(holders.added.length + holders.removed.length + holders.changed.length)})`,
  table: <PeopleChanges holders={holders} skus={skus} />,
})

/** The compared snapshots, with a button that switches between comparing months and comparing snapshots. */
function Sides({ diff, bySnapshot }: { diff: DiffAnswer; bySnapshot: boolean }): ReactElement {
  const [, change] = useAddress()
  const timeZone = useTimeZone()
  const side = (each: DiffSide): ReactElement =>
    each.snapshotId === null || each.reportedAt === null ? (
      <span>
        {formatMonth(each.month)}, {diff.standing === 'new' ? 'before the tenant was new' : 'after the tenant left'}
      </span>
    ) : (
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
      {diff.standing === 'both' ? (
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() =>
            change(
              bySnapshot
                ? { before: undefined, after: undefined }
                : { before: diff.from.snapshotId ?? undefined, after: diff.to.snapshotId ?? undefined },
            )
          }
        >
          {bySnapshot ? 'Compare months' : 'Compare other snapshots'}
        </Button>
      ) : null}
    </div>
  )
}
