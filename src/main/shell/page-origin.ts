/** Where the window's page lives: a scheme of our own, so that nothing of the file system and no port is its origin. */

/** The scheme, registered before Electron is ready. */
export const pageScheme = 'app'
/** The one host of that scheme that is the page. */
export const pageHost = 'seatledger'
/** What the window loads. */
export const pageUrl = `${pageScheme}://${pageHost}/`

/** Whether an address is our page's. Compared parsed, since `app://seatledger.evil` begins alike. */
export function isOurPage(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null
  return url !== null && url.protocol === `${pageScheme}:` && url.host === pageHost && url.username === '' && url.password === ''
}

/** What of a frame decides whether it may ask (Electron's `WebFrameMain` has it). */
export interface AskingFrame {
  parent: unknown
  url: string
}

/** Only the main frame of our own page may ask: not a frame inside it, not a page from elsewhere, not one that is gone. */
export function isTrustedFrame(frame: AskingFrame | null): boolean {
  return frame !== null && frame.parent === null && isOurPage(frame.url)
}
