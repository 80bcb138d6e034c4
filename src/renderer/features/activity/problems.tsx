/** Tenants and connections whose last attempt failed, with the cause, the next step, and a button to retry. */

import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { inWindow } from '../../../shared/domain/window-words.ts'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { useCollect } from '../../lib/query.ts'
import { useProblems } from '../../lib/use-problems.ts'
import classes from './activity.module.css'

export function Problems({ tenant }: { tenant: number | null }): ReactElement | null {
  const problems = useProblems()
  const retry = useCollect()
  const { stopped } = problems
  const failing = problems.failing.filter((each) => tenant === null || each.id === tenant)
  if (stopped.length + failing.length === 0) return null
  return (
    <Panel title="Needs attention" note={stopped.length + failing.length} flush>
      <ul>
        {stopped.map((each) => (
          <li key={each.name} className={classes.problem}>
            <Icon name="key" />
            <div>
              <p className={classes.problemName}>
                <bdi>{each.name}</bdi>
              </p>
              <p>{each.lastError?.message ?? 'It is stopped until its credential works again.'}</p>
            </div>
            <Button component={Link} to="/settings" search={{ tab: 'connections' } as never} variant="default">
              Open in Settings
            </Button>
          </li>
        ))}
        {failing.slice(0, 50).map((each) => (
          <li key={each.id} className={classes.problem}>
            <Icon name="warning" />
            <div>
              <p className={classes.problemName}>
                <bdi>{each.name}</bdi> <span className={classes.small}>{each.connection}</span>
              </p>
              <p>
                {inWindow(each.lastError?.message ?? '')} <span className={classes.small}>{each.lastError?.code}</span>
              </p>
            </div>
            <Button
              variant="default"
              leftSection={<Icon name="refresh" size={14} />}
              loading={retry.isPending && retry.variables?.tenant === each.id}
              onClick={() => retry.mutate({ tenant: each.id })}
            >
              Retry
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
