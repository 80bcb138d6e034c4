/** Spoils the responses of a simulated vendor. */
import type { VendorResponse } from '../../src/main/demo/vendor.ts'
import type { JsonObject } from '../../src/shared/domain/json.ts'
import type { LoopbackAnswer, Wire } from './loopback.ts'

/** How to spoil a response. */
export interface Spoiling {
  headers?: Record<string, string>
  /** Changes the payload of a successful response. */
  edit?: (payload: JsonObject) => JsonObject
  /** The body to send instead. */
  body?: string
  wire?: Wire
}

/** The spoilt response. */
export function spoilt(response: VendorResponse, { headers, edit, body, wire }: Spoiling): LoopbackAnswer {
  const edited = edit !== undefined && response.status === 200 ? JSON.stringify(edit(JSON.parse(response.body ?? ''))) : response.body
  const sent = body ?? edited
  return {
    status: response.status,
    headers: { ...response.headers, ...headers },
    ...(sent === undefined ? {} : { body: sent }),
    ...(wire === undefined ? {} : { wire }),
  }
}
