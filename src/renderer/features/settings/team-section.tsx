/** The team of this history: whether the exchange works, its machines, and conflicts between decisions. */
import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import type { TeamAnswer } from '../../../shared/contract/team-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { Problem } from '../../components/check-result.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Panel } from '../../components/panel.tsx'
import { Tag } from '../../components/tag.tsx'
import { formatAgo, formatCount, formatTime } from '../../lib/format.ts'
import { useAnswer, useChange } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import evidence from '../evidence/evidence.module.css'
import { TeamConflicts } from './team-conflicts.tsx'

export function TeamSection(): ReactElement {
  const status = useAnswer('team.status', {})
  const exchange = useChange('team.sync')
  const joined = status.data?.team != null
  return (
    <>
      <Panel
        title="Team"
        help={
          <HelpTip about="Team">
            <p>
              A team shares its history on a PostgreSQL server. This machine keeps its whole history here and works without the server; what
              it records is sent, and what others record is fetched, in the background.
            </p>
            <p>
              A team is joined and left in a terminal: <code>seatledger team connect</code>, <code>seatledger team disconnect</code>.
            </p>
          </HelpTip>
        }
        actions={
          joined ? (
            <Button variant="default" loading={exchange.isPending} onClick={() => exchange.mutate({})}>
              Exchange now
            </Button>
          ) : null
        }
      >
        <Answer of={status} what="the state of the team" lines={4}>
          {({ team }) => (team === null ? <NoTeam /> : <State team={team} />)}
        </Answer>
        {exchange.data ? (
          <p role="status">
            Sent {formatCount(exchange.data.published, 'snapshot', 'snapshots')}, fetched {exchange.data.pulled}; exchanged{' '}
            {formatCount(exchange.data.decided, 'decision', 'decisions')}.
          </p>
        ) : null}
        {exchange.error ? <Problem error={exchange.error} /> : null}
      </Panel>
      {joined ? <TeamConflicts /> : null}
    </>
  )
}

function NoTeam(): ReactElement {
  return (
    <p>
      This history belongs to no team. To share it with other machines, join one in a terminal:{' '}
      <code>seatledger team connect postgres://USER@HOST/DATABASE</code>
    </p>
  )
}

function State({ team }: { team: TeamAnswer }): ReactElement {
  const timeZone = useTimeZone()
  const { url, connectedAt, syncedAt, problem, waiting, refused, server } = team
  return (
    <dl className={evidence.facts}>
      <dt>Exchange</dt>
      <dd>
        {problem === null ? (
          <Tag tone="good" icon="check">
            works
          </Tag>
        ) : (
          <>
            <Tag tone="warn" icon="warning" title={problem.code}>
              fails since {formatTime(problem.since, timeZone)}
            </Tag>{' '}
            {problem.message}
          </>
        )}
      </dd>
      <dt>Server</dt>
      <dd>{url}</dd>
      <dt>Joined</dt>
      <dd>{formatTime(connectedAt, timeZone)}</dd>
      <dt>Last exchange</dt>
      <dd>{syncedAt === null ? 'not yet' : formatAgo(syncedAt, Date.now())}</dd>
      <dt>To send</dt>
      <dd>{formatCount(waiting, 'snapshot', 'snapshots')}</dd>
      {server === null ? null : (
        <>
          <dt>To fetch</dt>
          <dd>{formatCount(server.behind, 'snapshot', 'snapshots')}</dd>
          <dt>On the server</dt>
          <dd>
            {formatCount(server.snapshots, 'snapshot', 'snapshots')}, {Math.ceil(server.bytes / 1_000_000)} MB
          </dd>
          <dt>Machines</dt>
          <dd>
            {server.machines.map(({ name, here, snapshots, lastPublishedAt }) => (
              <div key={`${name} ${here} ${lastPublishedAt}`}>
                {name}
                {here ? ' (this one)' : ''}: {formatCount(snapshots, 'snapshot', 'snapshots')}
                {lastPublishedAt === null ? '' : `, last ${formatAgo(lastPublishedAt, Date.now())}`}
              </div>
            ))}
          </dd>
          {server.leases.length === 0 ? null : (
            <>
              <dt>Collecting now</dt>
              <dd>
                {server.leases.map(({ connection, machine, here }) => (
                  <div key={connection}>
                    <bdi>{connection}</bdi>: {here ? 'this machine' : machine}
                  </div>
                ))}
              </dd>
            </>
          )}
        </>
      )}
      {refused.length === 0 ? null : (
        <>
          <dt>Not recorded here</dt>
          <dd>
            {refused.map(({ seq, message }) => (
              <div key={seq}>
                Snapshot {seq}: {message}
              </div>
            ))}
          </dd>
        </>
      )}
    </dl>
  )
}
