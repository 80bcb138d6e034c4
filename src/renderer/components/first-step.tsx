/** Where nothing is collected yet: the next step towards it, as a button. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useAnswer, useCollect } from '../lib/query.ts'
import { Icon } from './icon.tsx'

/** Without a connection: adding one. With one: collecting now. */
export function FirstStep(): ReactElement | null {
  const info = useAnswer('app.info', {})
  const start = useCollect()
  if (!info.data) return null
  if (info.data.empty) {
    return (
      <Button component={Link} to="/connect" leftSection={<Icon name="plus" size={14} />}>
        Add a connection
      </Button>
    )
  }
  return (
    <Button leftSection={<Icon name="refresh" size={14} />} loading={start.isPending} onClick={() => start.mutate({})}>
      Collect now
    </Button>
  )
}
