/** The one way in which a screen does what can be undone: the change, then a notice with "Undo". */
import { type UseMutationResult, useQueryClient } from '@tanstack/react-query'
import type { RouteInput, RouteName, RouteOutput } from '../../../shared/contract/routes.ts'
import { type Act, tellAct, undoNewest } from '../../lib/notice-store.ts'
import { useChange } from '../../lib/query.ts'

/** As `useChange`; `actOf` says what was done, and how it is undone through a route. `failing`: as there. */
export function useUndoable<R extends RouteName>(
  route: R,
  actOf: (input: RouteInput<R>, output: RouteOutput<R>) => Act,
  failing?: string,
): UseMutationResult<RouteOutput<R>, Error, RouteInput<R>> {
  return useChange(route, { onDone: (input, output) => tellAct(actOf(input, output)), ...(failing === undefined ? {} : { failing }) })
}

/** Undoes the newest act; every shown answer is asked again. */
export function useUndo(): () => void {
  const client = useQueryClient()
  return () => void undoNewest(() => void client.invalidateQueries())
}
