/** The step after adding a connection: the test's result, the discovered tenants, and the first collection. */
import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { ConnectionCheck } from '../../../shared/contract/connection-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { CheckParts } from '../../components/check-result.tsx'
import { Icon } from '../../components/icon.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { useAnswer, useCollect } from '../../lib/query.ts'
import { TenantChoice } from '../settings/tenant-choice.tsx'

interface ConnectedStepProps {
  check: ConnectionCheck
  onAnother: () => void
}

export function ConnectedStep({ check, onAnother }: ConnectedStepProps): ReactElement {
  const navigate = useNavigate()
  const tenants = useAnswer('tenants.list', { connection: check.name })
  const start = useCollect()
  return (
    <Page
      title={`${check.name} is connected`}
      subtitle={check.organisation ?? undefined}
      tools={
        <>
          <Button variant="default" onClick={onAnother}>
            Add another
          </Button>
          <Button
            leftSection={<Icon name="refresh" size={14} />}
            loading={start.isPending}
            onClick={() => start.mutate({ connection: check.name }, { onSuccess: () => void navigate({ to: '/activity', search: {} }) })}
          >
            Collect now
          </Button>
        </>
      }
    >
      <Panel title="Test results">
        <CheckParts parts={check.parts} />
      </Panel>
      <Answer of={tenants} what="the tenants">
        {(value) => <TenantChoice connection={check.name} tenants={value} />}
      </Answer>
    </Page>
  )
}
