/**
 * Entries' texts, shortened for storage. Most of an entry is the same in every entry: the names of its members, the vendor's id that
 * `vendor_id` holds anyway, an address that is there twice. Such parts become one control character each, which canonical JSON never
 * contains. The view `entry` undoes it in SQL, so the characters and the order below may never change; `unpackText` is its twin.
 */

/** What each character stands for, in the order in which the view replaces them. */
const parts: readonly (readonly [character: string, text: string])[] = [
  ['\x01', '{"accountEnabled":true,"displayName":"'],
  ['\x02', '{"accountEnabled":false,"displayName":"'],
  ['\x03', '","id":"'],
  ['\x04', '","mail":"'],
  ['\x07', '","mail":null,"userPrincipalName":"'],
  ['\x05', '","userPrincipalName":"'],
  ['\x0b', '{"date":"'],
  ['\x0c', '.000Z","name":"'],
  ['\x06', '"}'],
]

const partOf = new Map(parts)

/** The entry's own id as `vendor_id` holds it. */
const ownId = '\x0e'

/** `"userPrincipalName"` with the text that `"mail"` has. */
const sameAddress = '\x0f'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what stands for the parts
const shortened = /[\x01-\x0e]/g

/** Shortens an entry's canonical text; what does not come out again exactly stays as it is. */
export function packText(text: string, id: string): string {
  let packed = /^[\x20-\x7e]+$/.test(id) ? text.replace(`:"${id}"`, `:"${ownId}"`) : text
  for (const [character, part] of parts) packed = packed.replaceAll(part, character)
  packed = sharedAddress(packed)
  return unpackText(packed, id) === text ? packed : text
}

/** Drops a principal name that is the mail address once more, at the end of the entry. */
function sharedAddress(packed: string): string {
  const [before, rest, ...more] = packed.split('\x04')
  const [mail, name] = rest?.split('\x05') ?? []
  return more.length === 0 && mail !== undefined && name === `${mail}\x06` ? `${before}\x04${mail}${sameAddress}\x06` : packed
}

/** The text that was shortened. */
export function unpackText(packed: string, id: string): string {
  const mark = packed.indexOf(sameAddress)
  const text = mark === -1 ? packed : packed.replaceAll(sameAddress, () => `\x05${packed.slice(packed.indexOf('\x04') + 1, mark)}`)
  // No part holds a character of another, so that one pass gives what the view gives step by step.
  return text.replace(shortened, (character) => (character === ownId ? id : (partOf.get(character) ?? character)))
}
