/** Changes that can be undone: the change, then a notice with "Undo". */
import { type UseMutationResult, useQueryClient } from '@tanstack/react-query'
import type { RouteInput, RouteName, RouteOutput } from '../../../shared/contract/routes.ts'
import { notifyUndoable, type UndoableAction, undoNewest } from '../../lib/notice-store.ts'
import { useChange } from '../../lib/query.ts'

/** Like `useChange`, with a notice that describes the change and can undo it. */
export function useUndoable<R extends RouteName>(
  route: R,
  actionOf: (input: RouteInput<R>, output: RouteOutput<R>) => UndoableAction,
  failing?: string,
): UseMutationResult<RouteOutput<R>, Error, RouteInput<R>> {
  return useChange(route, {
    onDone: (input, output) => notifyUndoable(actionOf(input, output)),
    ...(failing === undefined ? {} : { failing }),
  })
}

/** Undoes the newest action and refetches all answers. */
export function useUndo(): () => void {
  const client = useQueryClient()
  return () => void undoNewest(() => void client.invalidateQueries())
}
