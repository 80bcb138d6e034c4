import { formulaLike } from '../../shared/domain/formula-like.ts'

/** Copies text with the browser's copy command, which needs no clipboard permission. */

/** Call it in a click or key handler. */
export function copyText(text: string): void {
  const onCopy = (event: ClipboardEvent): void => {
    event.preventDefault()
    event.stopImmediatePropagation()
    event.clipboardData?.setData('text/plain', text)
  }
  document.addEventListener('copy', onCopy, { capture: true, once: true })
  // Deprecated, but the only way that needs no clipboard permission from the host.
  document.execCommand('copy')
  document.removeEventListener('copy', onCopy, { capture: true })
}

/** A number with its sign, which is no formula. */
const signedNumber = /^[+-]\d[\d.,]*( ?(%|[A-Z]{3}))?$/

/** Rows as tab-separated lines for spreadsheets, without the bidi isolates that formatting adds. Names are neutralised against formulas as in CSV files. */
export function toTsv(rows: readonly (readonly string[])[]): string {
  return rows
    .map((cells) =>
      cells
        .map((cell) => cell.replaceAll(/[\u2066-\u2069]/g, ''))
        .map((cell) => (formulaLike.test(cell) && !signedNumber.test(cell) ? `'${cell}` : cell))
        .map((cell) => (/[\t\r\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join('\t'),
    )
    .join('\r\n')
}
