/** Reads request bodies up to a limit. Hono's own limit copies the request, which does not work with the Node server's request object. */
import { parseJsonBytes } from '../../shared/domain/json.ts'

/** Returned for a body over its limit. */
export const bodyTooLarge = Symbol('too large')

/** The body parsed as JSON; undefined if it is not JSON, `bodyTooLarge` as soon as it exceeds `maxBytes`. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return bodyTooLarge
  const reader = request.body?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
      size += next.value.byteLength
      // The server discards the rest for a moment, so that the response arrives, then closes the connection.
      if (size > maxBytes) return bodyTooLarge
      chunks.push(next.value)
    }
    return parseJsonBytes(Buffer.concat(chunks))
  } catch {
    return undefined
  } finally {
    reader?.releaseLock()
  }
}
