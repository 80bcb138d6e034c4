/** The next step of a history without snapshots, as a button. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useAnswer, useCollect } from '../lib/query.ts'
import { Icon } from './icon.tsx'

/** "Add a connection" without connections, else "Collect now". */
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
