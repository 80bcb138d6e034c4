/** Errors: what failed, what to do next, and details to copy for support. */
import { Button } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { ApiError } from '../lib/api.ts'
import { copyText } from '../lib/clipboard.ts'
import { withDates } from '../lib/format.ts'
import { Icon } from './icon.tsx'
import { Page } from './page.tsx'
import classes from './state.module.css'

interface ErrorStateProps {
  error: Error
  /** What failed: "The overview could not be read". */
  title?: string
  onRetry?: () => void
}

export function ErrorState({ error, title = 'This could not be loaded', onRetry }: ErrorStateProps): ReactElement {
  return (
    <div className={classes.state} role="alert" data-state="failed">
      <span className={`${classes.icon} ${classes.bad}`}>
        <Icon name="warning" size={22} />
      </span>
      <p className={classes.title}>{title}</p>
      <p className={classes.words}>
        {error instanceof ApiError
          ? withDates(error.message)
          : 'The page has an error. Reload it. If the error returns, send the details below to support.'}
      </p>
      {error instanceof ApiError ? <p className={classes.code}>{error.code}</p> : null}
      <div className={classes.actions}>
        {onRetry ? (
          <Button variant="default" leftSection={<Icon name="refresh" size={14} />} onClick={onRetry}>
            Try again
          </Button>
        ) : null}
        <CopyDetails error={error} />
      </div>
    </div>
  )
}

/** A line above data that could not be refreshed. */
export function OlderNote({ error, what, onRetry }: { error: Error; what: string; onRetry: () => void }): ReactElement {
  return (
    <div className={classes.older} role="alert">
      <Icon name="warning" size={16} />
      <span>
        This may be out of date: {what} could not be refreshed. {error instanceof ApiError ? withDates(error.message) : ''}
      </span>
      <Button variant="default" onClick={onRetry}>
        Try again
      </Button>
      <CopyDetails error={error} />
    </div>
  )
}

/** Copies an error's code, message and data. Errors contain no personal data. */
export function CopyDetails({ error }: { error: Error }): ReactElement {
  const [copied, setCopied] = useState(false)
  return (
    <Button
      variant="subtle"
      color="gray"
      leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
      onClick={() => {
        copyText(detailsOf(error))
        setCopied(true)
      }}
    >
      {copied ? 'Copied' : 'Copy details'}
    </Button>
  )
}

/** The text that "Copy details" copies. */
export function detailsOf(error: Error): string {
  if (error instanceof ApiError)
    return [`${error.code}: ${error.message}`, error.data ? JSON.stringify(error.data, null, 2) : ''].filter(Boolean).join('\n')
  return `${error.name}: ${error.message}`
}

/** What the router shows when a screen fails to render. */
export function ScreenFailure({ error, reset }: ErrorComponentProps): ReactElement {
  return (
    <Page title="An error occurred">
      <ErrorState
        error={error instanceof Error ? error : new Error(String(error))}
        title="This screen could not be shown"
        onRetry={reset}
      />
    </Page>
  )
}
