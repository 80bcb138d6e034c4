/**
 * Packs the texts of entries. Much of an entry repeats: the names of its members, the vendor's id (also in `vendor_id`), an address that
 * occurs twice. Each such part is replaced by a control character, which canonical JSON never contains. The view `entry` unpacks in SQL, so
 * the characters and their order below must never change; `unpackText` does the same in code.
 */

/** The text of each character, in the order in which the view replaces them. */
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

/** `"userPrincipalName"` with the same text as `"mail"`. */
const sameAddress = '\x0f'

// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters replace the parts
const shortened = /[\x01-\x0e]/g

/** Packs an entry's canonical text. Returns the text unchanged if unpacking would not restore it exactly. */
export function packText(text: string, id: string): string {
  let packed = /^[\x20-\x7e]+$/.test(id) ? text.replace(`:"${id}"`, `:"${ownId}"`) : text
  for (const [character, part] of parts) packed = packed.replaceAll(part, character)
  packed = sharedAddress(packed)
  return unpackText(packed, id) === text ? packed : text
}

/** Drops a principal name at the end of the entry that equals the mail address. */
function sharedAddress(packed: string): string {
  const [before, rest, ...more] = packed.split('\x04')
  const [mail, name] = rest?.split('\x05') ?? []
  return more.length === 0 && mail !== undefined && name === `${mail}\x06` ? `${before}\x04${mail}${sameAddress}\x06` : packed
}

/** Unpacks a text. */
export function unpackText(packed: string, id: string): string {
  const mark = packed.indexOf(sameAddress)
  const text = mark === -1 ? packed : packed.replaceAll(sameAddress, () => `\x05${packed.slice(packed.indexOf('\x04') + 1, mark)}`)
  // No part contains another part's character, so one pass gives the same result as the view's successive replacements.
  return text.replace(shortened, (character) => (character === ownId ? id : (partOf.get(character) ?? character)))
}
