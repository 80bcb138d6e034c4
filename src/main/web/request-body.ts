/** Request bodies, read no further than their limit: Hono's own limit copies the request, which the Node server's request object does not survive. */
import { parseJsonBytes } from '../../shared/domain/json.ts'

/** A body over its limit. */
export const tooLarge = Symbol('too large')

/** The body's JSON; undefined where it is not JSON, `tooLarge` once it is known to be over `maxBytes`. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return tooLarge
  const reader = request.body?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
      size += next.value.byteLength
      // The rest is left to the server, which discards it for a moment so that the answer arrives, then closes the connection.
      if (size > maxBytes) return tooLarge
      chunks.push(next.value)
    }
    return parseJsonBytes(Buffer.concat(chunks))
  } catch {
    return undefined
  } finally {
    reader?.releaseLock()
  }
}
