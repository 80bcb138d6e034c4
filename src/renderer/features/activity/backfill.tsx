/** Starts a backfill: collects a connection's past, as far back as the vendor provides it. */
import { Button, Menu } from '@mantine/core'
import type { ReactElement } from 'react'
import type { ConnectionAnswer } from '../../../shared/contract/connection-answers.ts'
import { Icon } from '../../components/icon.tsx'
import { useAnswer, useChange } from '../../lib/query.ts'
import classes from './activity.module.css'

/** Why a connection cannot be backfilled now, and what to do. */
function whyNot({ state, paused }: ConnectionAnswer): string | null {
  if (paused) return 'It is paused. Resume it in Settings.'
  switch (state) {
    case 'needs-credential':
      return 'It needs a credential. Enter one in Settings.'
    case 'stopped':
      return 'It is stopped. Settings shows the reason.'
    case 'ok':
      return null
  }
}

export function Backfill(): ReactElement | null {
  const connections = useAnswer('connections.list', {})
  const start = useChange('backfill.start', { failing: 'Earlier months were not imported.' })
  if (!connections.data || connections.data.length === 0) return null
  return (
    <Menu width={300}>
      <Menu.Target>
        <Button
          variant="default"
          loading={start.isPending}
          leftSection={<Icon name="clock" size={14} />}
          rightSection={<Icon name="chevronDown" size={14} />}
        >
          Import earlier months
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Earlier month-end totals (Petra) or billing periods (Genesys), as far back as the vendor provides them</Menu.Label>
        {connections.data.map((each) => (
          <Menu.Item key={each.name} disabled={whyNot(each) !== null} onClick={() => start.mutate({ connection: each.name })}>
            <bdi>{each.name}</bdi>
            {whyNot(each) === null ? null : <small className={classes.why}>{whyNot(each)}</small>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
