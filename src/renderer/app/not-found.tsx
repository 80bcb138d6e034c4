/** The screen for an unknown address. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { EmptyState } from '../components/empty-state.tsx'
import { Page } from '../components/page.tsx'

export function NotFound(): ReactElement {
  return (
    <Page title="Screen not found">
      <EmptyState
        icon="help"
        title="No screen has this address"
        actions={
          <Button component={Link} to="/">
            Open Overview
          </Button>
        }
      >
        The link may be from another version of Seatledger.
      </EmptyState>
    </Page>
  )
}
