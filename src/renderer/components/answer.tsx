/** The three faces of an answer: awaited, failed, there (and perhaps being asked again). */
import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
import { ApiError } from '../lib/api.ts'
import { withDates } from '../lib/format.ts'
import { EmptyState } from './empty-state.tsx'
import { ErrorState, OlderNote } from './error-state.tsx'
import { Icon } from './icon.tsx'
import { Loading } from './loading.tsx'
import { RuleLink } from './rule-link.tsx'

interface AnswerProps<T> {
  of: UseQueryResult<T, Error>
  /** What is awaited: "the overview". */
  what: string
  lines?: number
  children: (value: T) => ReactNode
}

export function Answer<T>({ of, what, lines = 6, children }: AnswerProps<T>): ReactElement {
  if (of.data !== undefined) {
    return (
      <div aria-busy={of.isFetching && of.isPlaceholderData} style={of.isPlaceholderData ? { opacity: 0.55 } : undefined}>
        {of.error ? <OlderNote error={of.error} what={what} onRetry={() => void of.refetch()} /> : null}
        {children(of.data)}
      </div>
    )
  }
  // Not a failure: nobody collected there, and the message says where something is.
  if (of.error instanceof ApiError && of.error.code === 'NO_SNAPSHOT') {
    return (
      <EmptyState
        icon="gap"
        title="A gap"
        actions={
          <Button variant="default" component={Link} to="/activity" leftSection={<Icon name="clock" size={14} />}>
            Fetch the past in Activity
          </Button>
        }
      >
        <p>{withDates(of.error.message)}</p>
        <p>Nobody collected then, or the answer could not be used. A gap is not a zero, and nothing is carried over from before.</p>
        <RuleLink rule="gap" />
      </EmptyState>
    )
  }
  if (of.error) return <ErrorState error={of.error} title={`${capital(what)} could not be read`} onRetry={() => void of.refetch()} />
  return <Loading label={`Reading ${what}`} lines={lines} />
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
