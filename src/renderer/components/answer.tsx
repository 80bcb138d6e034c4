/** Shows an answer in each of its states: loading, failed, loaded, loaded but not refreshed. */
import { Button } from '@mantine/core'
import { type QueryClient, type UseQueryResult, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { createContext, type ReactElement, type ReactNode, useContext } from 'react'
import { ApiError } from '../lib/api.ts'
import { formatMonth, withDates } from '../lib/format.ts'
import { useAddress } from '../lib/use-address.ts'
import { useTenants, withNames } from '../lib/use-names.ts'
import { EmptyState } from './empty-state.tsx'
import { ErrorState, OlderNote } from './error-state.tsx'
import { Icon } from './icon.tsx'
import { Loading } from './loading.tsx'
import { RuleLink } from './rule-link.tsx'

interface AnswerProps<T> {
  of: UseQueryResult<T, Error>
  /** What is loaded: "the overview". */
  what: string
  lines?: number
  children: (value: T) => ReactNode
}

/** Whether an enclosing answer already shows the note about outdated data. */
const OlderNoteShown = createContext(false)

export function Answer<T>({ of, what, lines = 6, children }: AnswerProps<T>): ReactElement {
  const olderNoteAbove = useContext(OlderNoteShown)
  const client = useQueryClient()
  const { nameOf } = useTenants()
  if (of.data !== undefined) {
    const older = of.error !== null && !olderNoteAbove
    return (
      <div aria-busy={of.isFetching && of.isPlaceholderData} style={of.isPlaceholderData ? { opacity: 0.55 } : undefined}>
        {older && of.error ? <OlderNote error={of.error} what={what} onRetry={() => void retryFailed(client)} /> : null}
        <OlderNoteShown value={olderNoteAbove || older}>{children(of.data)}</OlderNoteShown>
      </div>
    )
  }
  if (of.error instanceof ApiError && typeof of.error.data?.goneSince === 'string')
    return <Gone error={of.error} since={of.error.data.goneSince} />
  // A gap, not a failure. The message names the months that have data.
  if (of.error instanceof ApiError && of.error.code === 'NO_SNAPSHOT') {
    return (
      <EmptyState
        icon="gap"
        title="A gap"
        actions={
          <Button variant="default" component={Link} to="/activity" leftSection={<Icon name="clock" size={14} />}>
            Import earlier months in Activity
          </Button>
        }
      >
        <p>{withNames(withDates(of.error.message), nameOf)}</p>
        <p>There is no usable snapshot for this period. A gap is not zero, and earlier values are not carried over.</p>
        <RuleLink rule="gap" />
      </EmptyState>
    )
  }
  if (of.error) return <ErrorState error={of.error} title={`${capital(what)} could not be loaded`} onRetry={() => void of.refetch()} />
  return <Loading label={`Loading ${what}`} lines={lines} />
}

/** Offers the last month of a tenant that left, which has no later figures. */
function Gone({ error, since }: { error: ApiError; since: string }): ReactElement {
  const [, change] = useAddress()
  const last = typeof error.data?.last === 'string' ? error.data.last : null
  return (
    <EmptyState
      icon="tenant"
      title={`Gone since ${formatMonth(since)}`}
      actions={
        last === null ? undefined : (
          <Button variant="default" onClick={() => change({ from: undefined, to: undefined, month: last })}>
            Show {formatMonth(last)}
          </Button>
        )
      }
    >
      The vendor stopped listing this tenant then, so it has no later figures.{' '}
      {last === null ? 'There is no snapshot of it.' : `Its last snapshot is of ${formatMonth(last)}.`}
    </EmptyState>
  )
}

/** Retries every failed request of the screen. */
function retryFailed(client: QueryClient): Promise<void> {
  return client.refetchQueries({ type: 'active', predicate: (query) => query.state.status === 'error' })
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
