/** Decodes text files strictly: a file that cannot be decoded without U+FFFD is refused. */

/** A file's text without its byte order mark, and its encoding; or why it cannot be read, as the end of a sentence. */
export type Decoded = { text: string; encoding: TextEncodingName } | { problem: string }

type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/**
 * Decodes UTF-8, UTF-16 (with a byte order mark, or if the first character is ASCII) and windows-1252, in which spreadsheet
 * programs save CSV on Western Windows.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  if (startsWith(bytes, [0xff, 0xfe, 0, 0]) || startsWith(bytes, [0, 0, 0xfe, 0xff])) return { problem: `it is UTF-32. ${advice}` }
  const utf16 = utf16Order(bytes)
  if (utf16 !== null)
    return strictly(utf16, bytes) ?? { problem: `it looks like ${utf16.toUpperCase()}, but is cut off or damaged. ${advice}` }
  return strictly('utf-8', bytes) ?? asWindows1252(bytes)
}

const advice = 'Save it as UTF-8 (“CSV UTF-8” in spreadsheet programs) and try again.'

function strictly(encoding: TextEncodingName, bytes: Uint8Array): Decoded | null {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding }
  } catch {
    return null
  }
}

function utf16Order(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = bytes
  if (startsWith(bytes, [0xff, 0xfe]) || (first !== 0 && second === 0)) return 'utf-16le'
  if (startsWith(bytes, [0xfe, 0xff]) || (first === 0 && second !== undefined && second !== 0)) return 'utf-16be'
  return null
}

/**
 * Every byte is valid in windows-1252, so any file would decode. Refused are bytes that real text does not contain: unassigned
 * ones, more sequences of valid than of broken UTF-8, and three non-ASCII characters in a row, as in Cyrillic or Japanese encodings.
 */
function asWindows1252(bytes: Uint8Array): Decoded {
  const beyondAscii = new TextDecoder('utf-8').decode(bytes).match(/[^\0-\x7f]/gu) ?? []
  const broken = beyondAscii.filter((character) => character === '\ufffd').length
  if (beyondAscii.length > 2 * broken)
    return {
      problem: `it is UTF-8 with ${broken} invalid ${broken === 1 ? 'character' : 'characters'}. Get the file again. If that does not help: ${advice}`,
    }
  const text = new TextDecoder('windows-1252').decode(bytes)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: text does not contain control characters
  if (/[\0-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]|[^\0-\x7f]{3}/.test(text)) {
    return { problem: `its encoding is neither UTF-8, UTF-16 nor windows-1252. ${advice}` }
  }
  return { text, encoding: 'windows-1252' }
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean => start.every((byte, at) => bytes[at] === byte)
