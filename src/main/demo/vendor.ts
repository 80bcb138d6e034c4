/** What a simulated vendor is: a function from a request to a response. Who sends the requests is not its concern. */
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
