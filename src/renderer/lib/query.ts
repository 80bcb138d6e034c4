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

/** One client for the page: local answers are cheap, so they are refetched when the history says so and never retried blindly. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 60_000, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
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

/** A route that changes something; every shown answer is asked again afterwards. `onDone` is told also when what asked is gone from the screen. */
export function useChange<R extends RouteName>(
  route: R,
  { onDone }: { onDone?: (input: RouteInput<R>, output: RouteOutput<R>) => void } = {},
): UseMutationResult<RouteOutput<R>, Error, RouteInput<R>> {
  const client = useQueryClient()
  return useMutation<RouteOutput<R>, Error, RouteInput<R>>({
    mutationFn: (input) => ask(route, input),
    onSuccess: (output, input) => onDone?.(input, output),
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
