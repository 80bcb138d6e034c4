/** The facts of a snapshot: numbers, times, hash, warnings; and setting it aside. */
import type { ReactElement } from 'react'
import type { SnapshotDetail } from '../../../shared/contract/snapshot-answers.ts'
import { Icon } from '../../components/icon.tsx'
import { formatDay, formatExactTime, formatMonth, formatQuantity, withDates } from '../../lib/format.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { useTenants } from '../../lib/use-names.ts'
import { datasetWords } from '../../lib/words.ts'
import classes from './evidence.module.css'
import { SetAside } from './set-aside.tsx'

export function EvidenceFacts({ snapshot }: { snapshot: SnapshotDetail }): ReactElement {
  const timeZone = useTimeZone()
  const { nameOf } = useTenants()
  const { totals } = snapshot
  return (
    <>
      {snapshot.dataset === 'petra.billable-users' ? (
        <dl className={classes.numbers}>
          <Total label="Reported" value={totals.reported} />
          <Total label="Listed" value={totals.listed} />
          <Total label="Recounted" value={totals.recounted} />
          <Total label="Units" value={totals.units} />
        </dl>
      ) : null}
      {snapshot.warningsInFull.length > 0 ? (
        <ul className={classes.warnings} aria-label="Warnings">
          {snapshot.warningsInFull.map((warning) => (
            <li key={`${warning.code} ${warning.message}`} className={classes.warning}>
              <Icon name="warning" size={16} />
              <span>
                {withDates(warning.message)} <code>{warning.code}</code>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <dl className={classes.facts}>
        <dt>Tenant</dt>
        <dd>
          <bdi>{nameOf(snapshot.tenant)}</bdi>
        </dd>
        <dt>Report</dt>
        <dd>{datasetWords[snapshot.dataset]}</dd>
        <dt>Month</dt>
        <dd>{formatMonth(snapshot.month)}</dd>
        {snapshot.periodStart ? (
          <>
            <dt>Period</dt>
            <dd>
              {formatDay(snapshot.periodStart)} to {formatDay(snapshot.periodEnd)}
            </dd>
          </>
        ) : null}
        <dt>Vendor’s report time</dt>
        <dd>{formatExactTime(snapshot.reportedAt, timeZone)}</dd>
        <dt>Collected</dt>
        <dd>{formatExactTime(snapshot.observedAt, timeZone)}</dd>
        <dt>SHA-256</dt>
        <dd className={classes.hash}>{snapshot.sha256}</dd>
      </dl>
      <SetAside snapshot={snapshot} />
    </>
  )
}

function Total({ label, value }: { label: string; value: number | null }): ReactElement {
  return (
    <div className={classes.number}>
      <dt>{label}</dt>
      <dd>{formatQuantity(value)}</dd>
    </div>
  )
}
