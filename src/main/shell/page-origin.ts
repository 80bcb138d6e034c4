/** The origin of the window's page: a private scheme, so that it is neither a file nor a port. */

/** The scheme, registered before Electron is ready. */
export const pageScheme = 'app'
/** The host of the page within that scheme. */
export const pageHost = 'seatledger'
/** The address that the window loads. */
export const pageUrl = `${pageScheme}://${pageHost}/`

/** Whether an address is our page's. Parses it, because `app://seatledger.evil` shares the prefix. */
export function isOurPage(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null
  return url !== null && url.protocol === `${pageScheme}:` && url.host === pageHost && url.username === '' && url.password === ''
}

/** The parts of Electron's `WebFrameMain` that `isTrustedFrame` reads. */
export interface AskingFrame {
  parent: unknown
  url: string
}

/** True only for the main frame of our own page: not for a nested frame, a foreign page or a destroyed frame. */
export function isTrustedFrame(frame: AskingFrame | null): boolean {
  return frame !== null && frame.parent === null && isOurPage(frame.url)
}
