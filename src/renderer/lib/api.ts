/** Requests to the host, with errors that can be shown to the user. */

import type { ErrorCode, ErrorShape } from '../../shared/contract/errors.ts'
import type { HostBridge } from '../../shared/contract/host-bridge.ts'
import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/routes.ts'
import { inWindow } from '../../shared/domain/window-words.ts'

declare global {
  interface Window {
    api: HostBridge
  }
}

/** An error response of the host; its message names the next step in the window. */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly data: Record<string, unknown> | undefined

  constructor(shape: ErrorShape) {
    super(inWindow(shape.message))
    this.name = 'ApiError'
    this.code = shape.code
    this.data = shape.data
  }
}

/** Whether the user cancelled the request. */
export const isCancelled = (error: unknown): boolean => error instanceof ApiError && error.code === 'CANCELLED'

/** Calls a route; throws `ApiError` on an error response. */
export async function ask<R extends RouteName>(route: R, input: RouteInput<R>): Promise<RouteOutput<R>> {
  const envelope = await window.api.request(route, input)
  if (envelope.ok) return envelope.value
  throw new ApiError(envelope.error)
}
