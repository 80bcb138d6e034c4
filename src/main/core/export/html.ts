/** Builds HTML text, and formats numbers for it. */
import type { Cell } from './table.ts'

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Characters that HTML cannot hold, and half a surrogate pair. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: HTML cannot hold them
const impossible = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/g

/** Escapes a text for HTML. Characters that HTML cannot hold are replaced, as in workbooks. */
export const escapeHtml = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(impossible, '\ufffd')
    .replaceAll(/[&<>"]/g, (character) => entities[character]!)

const quantity = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 20 })
const change = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 20, signDisplay: 'exceptZero' })
/** Shown for a missing value, which is never shown as zero. */
const missing = '–'
const minus = '−'

const formatted = (format: Intl.NumberFormat, value: number | string | null): string =>
  // Intl formats decimal strings exactly.
  value === null || value === '' ? missing : format.format(value as Intl.StringNumericLiteral).replace('-', minus)

/** A number or a decimal string, with every digit; a dash if it is missing. */
export const quantityText = (value: number | string | null): string => formatted(quantity, value)

/** A change with its sign. */
export const changeText = (value: number | string | null): string => formatted(change, value)

/** An amount with its currency; decimal places are kept as they are. */
export function amountText(amount: string | null, currency: string | null, signed = false): string {
  if (amount === null) return missing
  const digits = amount.split('.')[1]?.length ?? 0
  const format = new Intl.NumberFormat('en-GB', { minimumFractionDigits: digits, signDisplay: signed ? 'exceptZero' : 'auto' })
  const text = format.format(amount as Intl.StringNumericLiteral).replace('-', minus)
  return currency === null ? text : `${text} ${currency}`
}

/** A column of a printed table. */
export interface HtmlColumn {
  title: string
  /** Right-aligned. */
  number?: true
  /** A share of the table's width, such as `20%`. */
  width?: string
  className?: string
}

/** A table that repeats its header on each printed page; a missing cell is shown as a dash. */
export function htmlTable(
  columns: readonly HtmlColumn[],
  rows: readonly (readonly Cell[])[],
  { total, className }: { total?: readonly Cell[]; className?: string } = {},
): string {
  const cells = (tag: 'td' | 'th', texts: readonly Cell[]) =>
    texts
      .map((text, at) => {
        const names = [columns[at]?.number ? 'number' : '', columns[at]?.className ?? ''].filter(Boolean).join(' ')
        return `<${tag}${names === '' ? '' : ` class="${names}"`}>${escapeHtml(String(text ?? missing))}</${tag}>`
      })
      .join('')
  const widths = columns.map(({ width }) => (width === undefined ? '<col>' : `<col style="width:${width}">`)).join('')
  const titles = cells(
    'th',
    columns.map(({ title }) => title),
  )
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')
  const foot = total === undefined ? '' : `<tfoot><tr>${cells('td', total)}</tr></tfoot>`
  return `<table${className === undefined ? '' : ` class="${className}"`}><colgroup>${widths}</colgroup><thead><tr>${titles}</tr></thead><tbody>${body}</tbody>${foot}</table>`
}
