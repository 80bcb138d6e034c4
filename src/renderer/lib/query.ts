/** TanStack Query over the bridge: reading, changing and refetching answers. */
import {
  keepPreviousData,
  QueryClient,
  queryOptions,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect } from 'react'
import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/routes.ts'
import { ask } from './api.ts'
import { notifyFailure } from './notice-store.ts'
import { refetchActive } from './refetch-active.ts'

/** The page's query client. Answers are refetched when the history changes, so queries are neither retried nor refetched on focus. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 60_000, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
      // Not cached, because the input may contain a credential.
      mutations: { retry: false, networkMode: 'always', gcTime: 0 },
    },
  })
}

/** The cache entry of an answer, and how it is requested. */
export const answerQuery = <R extends RouteName>(route: R, input: RouteInput<R>) =>
  queryOptions<RouteOutput<R>, Error>({ queryKey: [route, input], queryFn: () => ask(route, input) })

/** Returns a cached answer while it is fresh, else requests it. */
export type ReadAnswer = <R extends RouteName>(route: R, input: RouteInput<R>) => Promise<RouteOutput<R>>

interface AnswerOptions {
  /** False while the input is incomplete. */
  enabled?: boolean
  /** Keep showing the previous answer while the next one is loading. */
  keepPrevious?: boolean
  /** Refetch at this interval while shown. */
  refetchEveryMs?: number
}

/** The answer of a read route, refetched when the history changes. */
export function useAnswer<R extends RouteName>(
  route: R,
  input: RouteInput<R>,
  options: AnswerOptions = {},
): UseQueryResult<RouteOutput<R>, Error> {
  return useQuery<RouteOutput<R>, Error>({
    ...answerQuery(route, input),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.refetchEveryMs ? { refetchInterval: options.refetchEveryMs } : {}),
  })
}

interface ChangeOptions<R extends RouteName> {
  /** Called even if the component has been unmounted meanwhile. */
  onDone?: (input: RouteInput<R>, output: RouteOutput<R>) => void
  /** The title of the error notice; for callers that do not show `error` themselves. */
  failing?: string
}

/** A route that changes something; every active answer is refetched afterwards. */
export function useChange<R extends RouteName>(
  route: R,
  { onDone, failing }: ChangeOptions<R> = {},
): UseMutationResult<RouteOutput<R>, Error, RouteInput<R>> {
  const client = useQueryClient()
  return useMutation<RouteOutput<R>, Error, RouteInput<R>>({
    mutationFn: (input) => ask(route, input),
    onSuccess: (output, input) => onDone?.(input, output),
    onError: (error) => {
      if (failing !== undefined) notifyFailure(failing, error)
    },
    onSettled: () => client.invalidateQueries(),
  })
}

const refreshEveryMs = 3_000

/** Refetches active answers when this or another process has changed the history. */
export function useHistoryChanges(): void {
  const client = useQueryClient()
  useEffect(() => {
    let isPending = false
    let isThrottled = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = async (): Promise<void> => {
      isThrottled = true
      isPending = false
      await refetchActive(client)
      timer = setTimeout(() => {
        isThrottled = false
        if (isPending) void refresh()
      }, refreshEveryMs)
    }
    // A collection changes the history twice a second for hours. Throttled, so that the host has time for other requests.
    const unsubscribe = window.api.on('history.changed', () => {
      if (isThrottled) isPending = true
      else void refresh()
    })
    return () => {
      unsubscribe()
      isPending = false
      clearTimeout(timer)
    }
  }, [client])
}

/** Starts a collection; shows a notice if that fails. */
export const useCollect = (): UseMutationResult<RouteOutput<'collect.start'>, Error, RouteInput<'collect.start'>> =>
  useChange('collect.start', { failing: 'Nothing is collected.' })
