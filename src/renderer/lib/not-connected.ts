/** Covers the browser host's page when its session is invalid, and says what to do. */

/** Plain DOM, so that it works even if the app could not start. */
export function showNotConnected(message: string): void {
  if (document.getElementById('not-connected')) return
  const cover = document.createElement('div')
  cover.id = 'not-connected'
  cover.setAttribute('role', 'alertdialog')
  cover.setAttribute('aria-modal', 'true')
  cover.setAttribute('aria-labelledby', 'not-connected-title')
  cover.tabIndex = -1
  Object.assign(cover.style, {
    position: 'fixed',
    inset: '0',
    zIndex: '10000',
    display: 'grid',
    placeContent: 'center',
    gap: '10px',
    padding: '32px',
  })
  Object.assign(cover.style, { background: 'var(--sl-page, Canvas)', color: 'var(--sl-ink, CanvasText)', textAlign: 'center' })
  const title = document.createElement('h1')
  title.id = 'not-connected-title'
  title.textContent = 'This page is not connected'
  Object.assign(title.style, { fontSize: '24px', margin: '0' })
  const text = document.createElement('p')
  text.textContent = message
  Object.assign(text.style, { maxWidth: '34em', margin: '0' })
  cover.append(title, text)
  document.body.append(cover)
  cover.focus()
}
