/** A simulated vendor: a function from a request to a response, independent of the transport. */
import type { IncomingHttpHeaders } from 'node:http'

/** A received request. */
export interface VendorRequest {
  method: string
  url: URL
  headers: IncomingHttpHeaders
  body: string
}

/** The response to send. */
export interface VendorResponse {
  status: number
  headers?: Record<string, string>
  body?: string
}

/** A simulated vendor. */
export type Vendor = (request: VendorRequest) => VendorResponse
