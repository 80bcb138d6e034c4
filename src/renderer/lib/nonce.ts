/** The page's CSP nonce, written into the document by the host that serves it. */

/** The nonce for style elements made at run time; undefined where no host wrote one (a plain dev server). */
export function pageNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')
  // Browsers hide the attribute's value from scripts that read attributes; the property keeps it.
  const nonce = meta?.nonce
  return nonce ? nonce : undefined
}
