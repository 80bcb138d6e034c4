/** The connections with their state and actions. */

import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { ConnectionAnswer } from '../../../shared/contract/connection-answers.ts'
import { inWindow } from '../../../shared/domain/window-words.ts'
import { Answer } from '../../components/answer.tsx'
import { CheckParts, Problem } from '../../components/check-result.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { Tag } from '../../components/tag.tsx'
import { TaskStrip } from '../../components/task-strip.tsx'
import { ask } from '../../lib/api.ts'
import { formatAgo, formatCount } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { useAnswer, useChange } from '../../lib/query.ts'
import { attemptWords, providerWords } from '../../lib/words.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import { CycleDay } from './cycle-day.tsx'
import { RemoveConnection } from './remove-connection.tsx'
import { ReplaceCredential } from './replace-credential.tsx'
import classes from './settings.module.css'

export function ConnectionsSection(): ReactElement {
  const connections = useAnswer('connections.list', {})
  return (
    <Panel
      title="Connections"
      flush
      actions={
        <Button component={Link} to="/connect" leftSection={<Icon name="plus" size={14} />}>
          Add a connection
        </Button>
      }
    >
      <Answer of={connections} what="the connections">
        {(value) =>
          value.length === 0 ? (
            <EmptyState icon="key" title="No connection yet" compact>
              A connection is one set of credentials at one vendor. Its tenants are added automatically.
            </EmptyState>
          ) : (
            <ul>
              {value.map((each) => (
                <Connection key={each.name} connection={each} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  )
}

function Connection({ connection }: { connection: ConnectionAnswer }): ReactElement {
  const nowMs = useNow()
  const check = useChange('connections.check')
  const [open, setOpen] = useState<'credential' | 'remove' | null>(null)
  return (
    <li className={classes.connection}>
      <div>
        <div className={classes.connectionName}>
          <bdi>{connection.name}</bdi>
          <ConnectionState connection={connection} />
        </div>
        <div className={classes.facts}>
          <span>{providerWords[connection.provider]}</span>
          <span>{connection.url.replace('https://', '')}</span>
          <span>{formatCount(connection.tenants, 'tenant', 'tenants')}</span>
          <span>Credential: {secretWords(connection.secret)}</span>
          <span>Last collected {formatAgo(connection.lastRunAt, nowMs)}</span>
          {connection.cycleDay === null ? null : <CycleDay name={connection.name} day={connection.cycleDay} />}
        </div>
      </div>
      <div className={classes.buttons}>
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate({ name: connection.name })}>
          Test
        </Button>
        <PauseButton connection={connection} />
        <Button variant="default" onClick={() => setOpen('credential')}>
          Replace credential
        </Button>
        <Button variant="default" color="red" onClick={() => setOpen('remove')}>
          Remove…
        </Button>
      </div>
      {connection.lastError && !check.data && !check.error ? (
        <div className={classes.error}>
          {connection.state === 'stopped' || connection.lastError.code === 'COLLECTED_ELSEWHERE' ? null : (
            <Tag tone="warn" icon="warning" title={connection.lastError.code}>
              {attemptWords(connection.lastError.code)}
            </Tag>
          )}{' '}
          {inWindow(connection.lastError.message)}
        </div>
      ) : null}
      {check.isPending ? (
        <div className={classes.error}>
          <TaskStrip task="ask-vendor" doing={`Testing at ${providerWords[connection.provider]}`} />
        </div>
      ) : null}
      {check.data ? (
        <div className={classes.error} role="status">
          <CheckParts parts={check.data.parts} />
        </div>
      ) : null}
      {check.error ? (
        <div className={classes.error}>
          <Problem error={check.error} />
        </div>
      ) : null}
      <ReplaceCredential connection={connection} opened={open === 'credential'} onClose={() => setOpen(null)} />
      <RemoveConnection connection={connection} opened={open === 'remove'} onClose={() => setOpen(null)} />
    </li>
  )
}

/** The state of a paused connection shows problems too, but not "ok", which is unknown while nothing is collected. */
function ConnectionState({ connection: { state, paused, lastError } }: { connection: ConnectionAnswer }): ReactElement {
  if (lastError?.code === 'COLLECTED_ELSEWHERE') {
    return (
      <Tag icon="link" title="Other machines of the team collect this connection, and their snapshots are pulled">
        collected by the team
      </Tag>
    )
  }
  if (!paused) return <CredentialState state={state} />
  return (
    <>
      <Tag icon="pause" title="Nothing is collected until you resume this connection. Its history is kept.">
        paused
      </Tag>
      {state === 'ok' ? null : <CredentialState state={state} />}
    </>
  )
}

function CredentialState({ state }: { state: ConnectionAnswer['state'] }): ReactElement {
  if (state === 'ok')
    return (
      <Tag tone="good" icon="check">
        OK
      </Tag>
    )
  if (state === 'needs-credential')
    return (
      <Tag tone="bad" icon="key">
        needs a credential
      </Tag>
    )
  return (
    <Tag tone="warn" icon="stop">
      stopped
    </Tag>
  )
}

function PauseButton({ connection: { name, paused } }: { connection: ConnectionAnswer }): ReactElement {
  const pause = useUndoable(
    'connections.pause',
    (input) => ({
      did: `${name} is ${input.paused ? 'paused: none of its tenants is collected' : 'collected again'}.`,
      undo: () => ask('connections.pause', { name, paused: !input.paused }),
    }),
    `${name} is unchanged.`,
  )
  return (
    <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate({ name, paused: !paused })}>
      {paused ? 'Resume' : 'Pause'}
    </Button>
  )
}

function secretWords(secret: string): string {
  if (secret === 'keychain') return 'in the keychain'
  if (secret === 'session') return 'in memory, until you quit Seatledger'
  return `variable ${secret.replace(/^env:/, '')}`
}
