/** Text in the parts of a workbook: characters that XML cannot hold, text that looks like an escape, and the maximum length of a cell. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold them
const special = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/
const specials = new RegExp(special, 'g')

const written: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Programs do not restore these from an escape, nor half a surrogate pair.
  '\ufffe': '\ufffd',
  '\uffff': '\ufffd',
}

/**
 * Text inside an element or an attribute. Control characters become `_xHHHH_`, as in spreadsheets, and text that looks like such an
 * escape gets its underscore escaped (`_x005F_`), so that it is read back unchanged.
 */
export function xmlText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  if (!special.test(whole)) return whole
  return whole.replace(
    specials,
    (character) => written[character] ?? `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  )
}

/** The longest text of a cell, in UTF-16 units: programs offer to repair a file with a longer one. */
export const maxCellLength = 32_767

/** The text, cut to the length of a cell; its end then says how much is missing. */
export function withinCell(text: string): string {
  if (text.length <= maxCellLength) return text
  // Room for the longest such ending, which has at most ten digits.
  const room = maxCellLength - 40
  // Not between the halves of a surrogate pair.
  const end = text.codePointAt(room - 1)! > 0xffff ? room - 1 : room
  return `${text.slice(0, end)}… and ${text.length - end} more characters`
}

/** Names separated by commas, as many as fit in `maxLength`, then the number of the others. */
export function namesWithin(names: readonly string[], maxLength: number): string {
  const all = names.join(', ')
  if (all.length <= maxLength) return all
  const room = maxLength - ' and 1000000000 more'.length
  let fitting = 0
  for (let length = 0; fitting < names.length; fitting += 1) {
    length += names[fitting]!.length + 2
    if (length > room) break
  }
  const shown = names.slice(0, fitting).join(', ')
  return `${shown}${shown === '' ? '' : ' and '}${names.length - fitting} more`
}
