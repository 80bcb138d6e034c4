/** The page's CSP nonce, which the host writes into the document. */

/** The nonce for style elements created at run time; undefined without a host (a plain dev server). */
export function pageNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')
  // Browsers hide the nonce attribute from scripts, but not the property.
  const nonce = meta?.nonce
  return nonce ? nonce : undefined
}
