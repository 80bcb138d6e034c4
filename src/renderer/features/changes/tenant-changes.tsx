/** Changes of one tenant. */
import { Button } from '@mantine/core'
import type { ComponentProps, ReactElement } from 'react'
import type { DiffAnswer, DiffSide } from '../../../shared/contract/diff-answers.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { Answer } from '../../components/answer.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import { Tag } from '../../components/tag.tsx'
import { WarningList } from '../../components/warning-list.tsx'
import { formatCount, formatMoney, formatMonth, formatQuantity, formatTime } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { reportInput } from '../../lib/reports.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useMonthName } from '../../lib/use-month-name.ts'
import { BridgePanel } from '../bridge/bridge-panel.tsx'
import { DifferingNumbers } from '../differing/differing-numbers.tsx'
import { PresenceStrip } from '../presence/presence-strip.tsx'
import { ChangeFigures } from './change-figures.tsx'
import { ChangeTables } from './change-tables.tsx'
import classes from './changes.module.css'
import { ChargeChanges } from './charge-changes.tsx'
import { deltasOf, laterNumbers } from './later-numbers.ts'
import { PeopleChanges } from './people-changes.tsx'

interface TenantChangesProps {
  tenant: number
  /** Months, or snapshot ids. */
  from: string | number
  to: string | number
}

export function TenantChanges({ tenant, from, to }: TenantChangesProps): ReactElement {
  const [address] = useAddress()
  const diff = useAnswer('diff.get', { tenant, from, to, ...reportInput(address) }, { keepPrevious: true })
  return (
    <Answer of={diff} what="the changes" lines={10}>
      {(value) => (
        <div className="stack">
          <Sides diff={value} bySnapshot={typeof from === 'number'} />
          {value.dataset === 'petra.billable-users' ? (
            <>
              <ChangeFigures bridge={value.bridge} snapshotId={value.to.snapshotId} />
              <TenantBridge diff={value} bySnapshot={typeof from === 'number'} />
            </>
          ) : null}
          <WarningList warnings={value.warnings} />
          {value.charges.length > 0 ? <ChargeChanges charges={value.charges} /> : null}
          {value.dataset === 'genesys.trustee-overview' ? null : (
            <ChangeTables
              first={peopleOf(value)}
              timeline={<ChangedPeople diff={value} from={from} to={to} />}
              skus={value.skus}
              month={value.to.month}
            />
          )}
          {value.dataset === 'petra.billable-users' ? (
            <DifferingNumbers numbers={laterNumbers(value.totals, [value])} deltas={deltasOf(value.totals)} />
          ) : null}
        </div>
      )}
    </Answer>
  )
}

function TenantBridge({ diff, bySnapshot }: { diff: DiffAnswer; bySnapshot: boolean }): ReactElement {
  const timeZone = useTimeZone()
  const monthName = useMonthName()
  const { added, removed, changed } = diff.holders
  const people = new Map([...added, ...removed, ...changed].map((each) => [each.id, personName(each)]))
  const name = (side: DiffSide): string => (bySnapshot ? formatTime(side.reportedAt, timeZone) : monthName(side.month))
  return (
    <BridgePanel
      bridge={diff.bridge}
      from={name(diff.from)}
      to={name(diff.to)}
      months={bySnapshot ? null : { from: diff.from.month, to: diff.to.month }}
      nameOfPerson={({ id }) => people.get(id) ?? id}
      cost={diff.cost}
      lead={standingWords(diff)}
    />
  )
}

/** "New in November 2026: 56 users, €69.00", "Gone by August 2026: 86 users, €258.75 in July 2026"; null for a tenant in both months. */
function standingWords({ standing, bridge, from, to }: DiffAnswer): string | null {
  if (standing === 'both') return null
  const side = standing === 'new' ? 'to' : 'from'
  const facts = [
    bridge.users[side] === null ? [] : formatCount(bridge.users[side], 'user', 'users'),
    ...bridge.bill.flatMap((each) => (each[side] === null ? [] : formatMoney(each[side], each.currency))),
  ].flat()
  const words = facts.length === 0 ? '' : `: ${facts.join(', ')}`
  if (standing === 'new') return `New in ${formatMonth(to.month)}${words}`
  return `Gone by ${formatMonth(to.month)}${words} in ${formatMonth(from.month)}`
}

const peopleOf = ({ holders, skus, skuPrices }: DiffAnswer): ComponentProps<typeof ChangeTables>['first'] => ({
  tab: 'people',
  title: `People (${formatQuantity(holders.added.length + holders.removed.length + holders.changed.length)})`,
  table: <PeopleChanges holders={holders} skus={skus} prices={skuPrices} />,
})

/** When the people who were added, removed or changed were listed. */
function ChangedPeople({
  diff: { tenant, holders },
  from,
  to,
}: { diff: DiffAnswer } & Pick<TenantChangesProps, 'from' | 'to'>): ReactElement {
  const moved = [...holders.added, ...holders.removed, ...holders.changed.filter(({ gained, lost }) => gained.length + lost.length > 0)]
  return <PresenceStrip tenant={tenant} from={from} to={to} ids={moved.map(({ id }) => id)} />
}

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
