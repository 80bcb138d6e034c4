const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether the text is a GUID, in any case. */
export function isGuid(text: string): boolean {
  return guid.test(text)
}

/** A vendor's id as stored and compared: GUIDs in lower case, anything else unchanged. */
export function normaliseId(id: string): string {
  return isGuid(id) ? id.toLowerCase() : id
}
