/** A parsed JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject

/** A parsed JSON object. Missing members are missing, never undefined. */
export interface JsonObject {
  [key: string]: Json
}

/** True for an object that is not an array and not null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Parses JSON as strict UTF-8. Throws for anything else, since replaced characters would change what was sent. */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
}
