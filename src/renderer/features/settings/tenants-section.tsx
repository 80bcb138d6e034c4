/** The tenants of each connection, and which of them are collected. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { Answer } from '../../components/answer.tsx'
import { Problem } from '../../components/check-result.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FirstStep } from '../../components/first-step.tsx'
import { Icon } from '../../components/icon.tsx'
import { TaskStrip } from '../../components/task-strip.tsx'
import { ask } from '../../lib/api.ts'
import { useAnswer } from '../../lib/query.ts'
import classes from './settings.module.css'
import { TenantChoice } from './tenant-choice.tsx'

export function TenantsSection(): ReactElement {
  const tenants = useAnswer('tenants.list', {})
  const [refreshing, setRefreshing] = useState(false)
  const [failed, setFailed] = useState<Error | null>(null)
  const refresh = async (): Promise<void> => {
    setRefreshing(true)
    setFailed(null)
    try {
      await ask('tenants.list', { refresh: true })
    } catch (error) {
      setFailed(error instanceof Error ? error : new Error(String(error)))
    }
    await tenants.refetch()
    setRefreshing(false)
  }
  return (
    <div className="stack">
      <div className={classes.buttons}>
        <Button variant="default" leftSection={<Icon name="refresh" size={14} />} loading={refreshing} onClick={() => void refresh()}>
          Update the list of tenants
        </Button>
      </div>
      {refreshing ? <TaskStrip task="ask-vendor" doing="Updating the list" /> : null}
      {failed ? <Problem error={failed} /> : null}
      <Answer of={tenants} what="the tenants">
        {(value) => {
          const names = [...new Set(value.map((each) => each.connection))]
          if (names.length === 0)
            return (
              <EmptyState icon="tenant" title="No tenants yet" actions={<FirstStep />}>
                Tenants are added with a connection.
              </EmptyState>
            )
          return (
            <div className="stack">
              {names.map((name) => (
                <TenantChoice key={name} connection={name} tenants={value.filter((each) => each.connection === name)} />
              ))}
            </div>
          )
        }}
      </Answer>
    </div>
  )
}
