/** Plain-text tables with padded columns and right-aligned numbers. */

/** A cell; null and undefined show as a dash. */
export type Cell = string | number | boolean | null | undefined

// biome-ignore lint/suspicious/noControlCharactersInRegex: matches control characters on purpose
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** Replaces characters that could move the cursor or change the text direction. For text from vendors and users. */
export function plain(text: string): string {
  return text.replace(control, ' ')
}

/** A table as text; `empty` if there are no rows. */
export function table(header: string[], rows: Cell[][], empty: string): string {
  if (rows.length === 0) return empty
  const cells = rows.map((row) => row.map(shown))
  const widths = header.map((title, column) => Math.max(width(title), ...cells.map((row) => width(row[column] ?? ''))))
  const numeric = header.map((_, column) => rows.some((row) => isNumber(row[column])) && rows.every((row) => isNumberOrNone(row[column])))
  const line = (row: string[]) =>
    row
      .map((text, column) => {
        const blanks = ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(text)))
        return numeric[column] ? blanks + text : text + blanks
      })
      .join('  ')
      .trimEnd()
  return [line(header), line(widths.map((each) => '─'.repeat(each))), ...cells.map(line)].join('\n')
}

/** `name  value` lines. */
export function facts(pairs: [string, Cell][]): string {
  const widest = Math.max(0, ...pairs.map(([name]) => width(name)))
  return pairs.map(([name, value]) => `${name}${' '.repeat(widest - width(name))}  ${shown(value)}`).join('\n')
}

/** An ISO time in readable form: UTC, to the minute. */
export function time(iso: string | null | undefined): string | null {
  return iso ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : null
}

/** A change with its sign: `+56`, `−90`; zero has none. */
export function signed(change: number | string | null): string | number | null {
  if (change === null || !isNumber(change) || /^-?[0.]+$/.test(String(change))) return change
  return String(change).startsWith('-') ? `−${String(change).slice(1)}` : `+${change}`
}

function shown(cell: Cell): string {
  if (cell === null || cell === undefined || cell === '') return '–'
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  return plain(String(cell))
}

/** Quantities and money are decimal strings. */
const isNumber = (cell: Cell) => typeof cell === 'number' || (typeof cell === 'string' && /^[-+−]?\d+(\.\d+)?$/.test(cell))
const isNumberOrNone = (cell: Cell) => isNumber(cell) || cell === null || cell === undefined || cell === 'gap'

const segmenter = new Intl.Segmenter()
const wide = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/u

function width(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: fast path for plain ASCII
  if (/^[\u0000-\u007f]*$/.test(text)) return text.length
  let columns = 0
  for (const { segment } of segmenter.segment(text)) columns += wide.test(segment) ? 2 : 1
  return columns
}
