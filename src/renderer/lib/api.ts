/** Asking the host: one function that answers with the value or throws an error that can be shown. */
import type { Bridge } from '../../shared/contract/bridge.ts'
import type { ErrorCode, ErrorShape } from '../../shared/contract/errors.ts'
import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/routes.ts'

declare global {
  interface Window {
    api: Bridge
  }
}

/** An error that the host answered with: its message already says what to do next. */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly data: Record<string, unknown> | undefined

  constructor(shape: ErrorShape) {
    super(shape.message)
    this.name = 'ApiError'
    this.code = shape.code
    this.data = shape.data
  }
}

/** Whether a person ended it: no failure, and nothing to say about. */
export const isCancelled = (error: unknown): boolean => error instanceof ApiError && error.code === 'CANCELLED'

/** Asks a route; throws `ApiError` where the host refused. */
export async function ask<R extends RouteName>(route: R, input: RouteInput<R>): Promise<RouteOutput<R>> {
  const envelope = await window.api.request(route, input)
  if (envelope.ok) return envelope.value
  throw new ApiError(envelope.error)
}
