/** Answers kept and refetched: TanStack Query over the bridge. */
import {
  keepPreviousData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect } from 'react'
import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/routes.ts'
import { ask } from './api.ts'
import { askShownAgain } from './ask-shown-again.ts'
import { tellFailure } from './notice-store.ts'

/** One client for the page: local answers are cheap, so they are refetched when the history says so and never retried blindly. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 60_000, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
      // Kept no longer than it is looked at: what was sent may be a credential.
      mutations: { retry: false, networkMode: 'always', gcTime: 0 },
    },
  })
}

interface AnswerOptions {
  /** False while the input is not complete yet. */
  enabled?: boolean
  /** Keep showing the previous answer (marked stale by the caller) while the next one is asked. */
  keepPrevious?: boolean
  /** Ask again at this interval while shown. */
  refetchEveryMs?: number
}

/** The answer of a read route, refetched when the history changes. */
export function useAnswer<R extends RouteName>(
  route: R,
  input: RouteInput<R>,
  options: AnswerOptions = {},
): UseQueryResult<RouteOutput<R>, Error> {
  return useQuery<RouteOutput<R>, Error>({
    queryKey: [route, input],
    queryFn: () => ask(route, input),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.refetchEveryMs ? { refetchInterval: options.refetchEveryMs } : {}),
  })
}

interface ChangeOptions<R extends RouteName> {
  /** Told also when what asked is gone from the screen. */
  onDone?: (input: RouteInput<R>, output: RouteOutput<R>) => void
  /** What is said at the foot of the page when it fails, for whoever does not show `error` beside what was clicked. */
  failing?: string
}

/** A route that changes something; every shown answer is asked again afterwards. */
export function useChange<R extends RouteName>(
  route: R,
  { onDone, failing }: ChangeOptions<R> = {},
): UseMutationResult<RouteOutput<R>, Error, RouteInput<R>> {
  const client = useQueryClient()
  return useMutation<RouteOutput<R>, Error, RouteInput<R>>({
    mutationFn: (input) => ask(route, input),
    onSuccess: (output, input) => onDone?.(input, output),
    onError: (error) => {
      if (failing !== undefined) tellFailure(failing, error)
    },
    onSettled: () => client.invalidateQueries(),
  })
}

const betweenRefreshesMs = 3_000

/** Asks every shown answer again whenever this or another process wrote to the history. */
export function useHistoryChanges(): void {
  const client = useQueryClient()
  useEffect(() => {
    let again = false
    let isBusy = false
    let resting: ReturnType<typeof setTimeout> | null = null
    const refresh = async (): Promise<void> => {
      isBusy = true
      again = false
      await askShownAgain(client)
      resting = setTimeout(() => {
        isBusy = false
        if (again) void refresh()
      }, betweenRefreshesMs)
    }
    // A collection changes the history twice a second for hours: what is shown follows at a pace that leaves the host time for questions.
    const end = window.api.on('history.changed', () => {
      if (isBusy) again = true
      else void refresh()
    })
    return () => {
      end()
      isBusy = true
      if (resting !== null) clearTimeout(resting)
    }
  }, [client])
}

/** Collecting on a person's word; a failure is told at the foot of the page. */
export const useCollect = (): UseMutationResult<RouteOutput<'collect.start'>, Error, RouteInput<'collect.start'>> =>
  useChange('collect.start', { failing: 'Nothing is collected.' })
