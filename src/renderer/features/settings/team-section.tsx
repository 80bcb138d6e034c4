/** The team of this history: whether the exchange works, its machines, and conflicts between decisions. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { TeamAnswer } from '../../../shared/contract/team-answers.ts'
import { inWindow } from '../../../shared/domain/window-words.ts'
import { Answer } from '../../components/answer.tsx'
import { Problem } from '../../components/check-result.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Panel } from '../../components/panel.tsx'
import { Tag } from '../../components/tag.tsx'
import { formatAgo, formatCount, formatTime } from '../../lib/format.ts'
import { useAnswer, useChange } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import evidence from '../evidence/evidence.module.css'
import { JoinTeam } from './join-team.tsx'
import { LeaveTeam } from './leave-team.tsx'
import { SettingRow } from './setting-row.tsx'
import { TeamConflicts } from './team-conflicts.tsx'

export function TeamSection(): ReactElement {
  const status = useAnswer('team.status', {})
  const exchange = useChange('team.sync')
  const team = status.data?.team ?? null
  const [open, setOpen] = useState<'join' | 'leave' | null>(null)
  const close = (): void => setOpen(null)
  return (
    <>
      <Panel
        title="Team"
        help={
          <HelpTip about="Team">
            <p>
              A team shares its history on a PostgreSQL server. This machine keeps the whole history and works without the server. In the
              background, it publishes what it records and pulls what others record.
            </p>
            <p>Credentials, invoices, settings and backups stay on each machine.</p>
            <p>
              The database’s owner joins first, which creates the tables. The others then get rights with the SQL of{' '}
              <code>seatledger team roles</code>.
            </p>
          </HelpTip>
        }
        actions={
          team ? (
            <>
              <Button variant="default" loading={exchange.isPending} onClick={() => exchange.mutate({})}>
                Exchange now
              </Button>
              <Button variant="default" onClick={() => setOpen('join')}>
                Connect again…
              </Button>
              <Button variant="default" color="red" onClick={() => setOpen('leave')}>
                Leave…
              </Button>
            </>
          ) : null
        }
      >
        <Answer of={status} what="the state of the team" lines={4}>
          {(value) => (value.team === null ? <NoTeam onJoin={() => setOpen('join')} /> : <State team={value.team} />)}
        </Answer>
        {team && exchange.data ? (
          <p role="status">
            Sent {formatCount(exchange.data.published, 'snapshot', 'snapshots')}, fetched {exchange.data.pulled}; exchanged{' '}
            {formatCount(exchange.data.decided, 'decision', 'decisions')}.
          </p>
        ) : null}
        {team && exchange.error ? <Problem error={exchange.error} /> : null}
      </Panel>
      {team ? <TeamConflicts /> : null}
      {open === 'join' ? <JoinTeam again={team?.url ?? null} onClose={close} /> : null}
      {open === 'leave' && team ? <LeaveTeam team={team} onClose={close} /> : null}
    </>
  )
}

function NoTeam({ onJoin }: { onJoin: () => void }): ReactElement {
  const isDemo = useAnswer('app.info', {}).data?.demo === true
  return (
    <SettingRow
      name="This history does not belong to a team"
      help={
        isDemo
          ? 'The demo’s made-up history must not be shared with a team, so it cannot join one.'
          : 'A team shares its history on a PostgreSQL server of its own. Before you join, you see what is sent and what stays here.'
      }
    >
      <Button disabled={isDemo} onClick={onJoin}>
        Join a team…
      </Button>
    </SettingRow>
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
              failing since {formatTime(problem.since, timeZone)}
            </Tag>{' '}
            {inWindow(problem.message)}
          </>
        )}
      </dd>
      <dt>Server</dt>
      <dd>{url}</dd>
      <dt>Joined</dt>
      <dd>{formatTime(connectedAt, timeZone)}</dd>
      <dt>Last exchange</dt>
      <dd>{syncedAt === null ? 'not yet' : formatAgo(syncedAt, Date.now())}</dd>
      <dt>To publish</dt>
      <dd>{formatCount(waiting, 'snapshot', 'snapshots')}</dd>
      {server === null ? null : (
        <>
          <dt>To pull</dt>
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
                Snapshot {seq}: {inWindow(message)}
              </div>
            ))}
          </dd>
        </>
      )}
    </dl>
  )
}
