/** The screen for an unknown address. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { EmptyState } from '../components/empty-state.tsx'
import { Page } from '../components/page.tsx'

export function NotFound(): ReactElement {
  return (
    <Page title="No such screen">
      <EmptyState
        icon="help"
        title="There is no screen at this address"
        actions={
          <Button component={Link} to="/">
            To the overview
          </Button>
        }
      >
        The link may be from another version of Seatledger.
      </EmptyState>
    </Page>
  )
}
