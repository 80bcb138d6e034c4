/** Copying without asking for a permission: the page's own copy command, answered by a listener. */

/** Puts text on the clipboard; call it from a click or a key. */
export function copyText(text: string): void {
  const onCopy = (event: ClipboardEvent): void => {
    event.preventDefault()
    event.stopImmediatePropagation()
    event.clipboardData?.setData('text/plain', text)
  }
  document.addEventListener('copy', onCopy, { capture: true, once: true })
  // Marked as outdated in the standard, yet the only way that needs no clipboard permission from the host.
  document.execCommand('copy')
  document.removeEventListener('copy', onCopy, { capture: true })
}

/** Rows as tab-separated lines, as spreadsheets take them: without the marks that keep values together on the screen. */
export function toTsv(rows: readonly (readonly string[])[]): string {
  return rows
    .map((cells) =>
      cells
        .map((cell) => cell.replaceAll(/[\u2066-\u2069]/g, ''))
        .map((cell) => (/[\t\r\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join('\t'),
    )
    .join('\r\n')
}
