/** One person at one tenant, with a timeline of each licence. */
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { PersonAnswer, TimelineEntry } from '../../../shared/contract/people-answers.ts'
import { addMonths } from '../../../shared/domain/month.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { Tag } from '../../components/tag.tsx'
import { formatMonth } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useTenants } from '../../lib/use-names.ts'
import classes from './people.module.css'
import { spanWords } from './span-words.ts'
import { spansOf, type TimelineScale, timelineScale } from './timeline-scale.ts'

export function PersonCard({ person }: { person: PersonAnswer }): ReactElement {
  const { nameOf, tenantOf } = useTenants()
  const months = useAnswer('months.list', {
    tenant: person.tenant,
    ...(person.dataset === 'genesys.licence-users' ? { dataset: person.dataset } : {}),
  })
  const known = months.data?.months ?? []
  const goneSince = months.data?.goneSince ?? null
  const [{ month }] = useAddress()
  const chosen = month ? { month } : {}
  const first = known.at(-1)?.month
  const last = known[0]?.month
  const scale = first && last ? timelineScale(first, last) : null
  const gaps = known
    .filter((each) => each.tenants.with === 0 && !each.open && (goneSince === null || each.month < goneSince))
    .map((each) => each.month)
  return (
    <article className={classes.card} aria-label={personName(person)}>
      <header className={classes.who}>
        <bdi className={classes.name}>{personName(person)}</bdi>
        <bdi className={classes.detail} dir="ltr">
          {person.userPrincipalName ?? person.id}
        </bdi>
        {person.accountEnabled === false ? <Tag tone="warn">account disabled</Tag> : null}
        {person.accountEnabled === null && person.dataset !== 'genesys.billable-usage' ? <Tag>account unknown</Tag> : null}
        {person.device ? <Tag title="Its name is no address, as far as the vendor’s answer shows">device</Tag> : null}
        {person.dataset === 'genesys.billable-usage' ? <Tag title="Named in the vendor’s usage report">billed</Tag> : null}
        {person.dataset === 'genesys.licence-users' ? <Tag title="Listed with a licence by the vendor">licence user</Tag> : null}
        <span className={classes.where}>
          <Link to={tenantOf(person.tenant)?.provider === 'genesys' ? '/usage' : '/changes'} search={{ tenant: person.tenant, ...chosen }}>
            <Tag icon="tenant">
              <bdi>{nameOf(person.tenant)}</bdi>
            </Tag>
          </Link>
        </span>
      </header>
      {person.timeline.length === 0 ? <p className={classes.detail}>Listed without any licence.</p> : null}
      <div className={classes.timeline}>
        {person.timeline.map((entry) => (
          <Line
            key={`${entry.skuId} ${entry.firstSeen}`}
            entry={entry}
            tenant={person.tenant}
            report={person.dataset === 'genesys.licence-users' ? 'held' : undefined}
            month={month}
            scale={scale}
            gaps={gaps}
          />
        ))}
        {scale && first && last ? <Axis first={first} last={last} /> : null}
      </div>
    </article>
  )
}

interface LineProps {
  entry: TimelineEntry
  tenant: number
  /** The report that the licence is from: `held` for a licence user's, else undefined. */
  report: 'held' | undefined
  /** The chosen month; undefined: the latest. */
  month: string | undefined
  scale: TimelineScale | null
  gaps: string[]
}

function Line({ entry, tenant, report, month, scale, gaps }: LineProps): ReactElement {
  const timeZone = useTimeZone()
  const spans = scale ? spansOf(entry, scale) : null
  return (
    <>
      <Link
        className={classes.sku}
        title={`${entry.name} (${entry.skuId})`}
        to="/licences"
        search={{ tenant, ...(report ? { report } : {}), ...(month ? { month } : {}), tab: 'holders', figure: `sku:${entry.skuId}` }}
      >
        {entry.name}
      </Link>
      <span className={classes.track} aria-hidden="true">
        {scale
          ? gaps.map((month) => (
              <span
                key={month}
                className={classes.gapMonth}
                title={`No snapshot in ${formatMonth(month)}`}
                style={{
                  left: `${scale.at(`${month}-01T00:00:00Z`)}%`,
                  width: `${scale.at(`${addMonths(month, 1)}-01T00:00:00Z`) - scale.at(`${month}-01T00:00:00Z`)}%`,
                }}
              />
            ))
          : null}
        {spans ? (
          <span
            className={classes.bar}
            data-gone={entry.absentSince !== null}
            data-open={entry.openStart}
            style={{ left: `${spans.held[0]}%`, width: `${spans.held[1] - spans.held[0]}%` }}
          />
        ) : null}
        {spans?.unsure ? (
          <span className={classes.between} style={{ left: `${spans.unsure[0]}%`, width: `${spans.unsure[1] - spans.unsure[0]}%` }} />
        ) : null}
      </span>
      <span className={classes.dates}>{spanWords(entry, timeZone)}</span>
    </>
  )
}

function Axis({ first, last }: { first: string; last: string }): ReactElement {
  return (
    <>
      <span />
      <span className={classes.axis} aria-hidden="true">
        <span className={classes.tick} style={{ left: 0 }}>
          {formatMonth(first, 'short')}
        </span>
        <span className={classes.tick} style={{ left: '100%' }}>
          {formatMonth(last, 'short')}
        </span>
      </span>
      <span />
    </>
  )
}
