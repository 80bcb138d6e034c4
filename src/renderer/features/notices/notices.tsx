/** The notice at the bottom of the page, with "Undo". Ctrl or Cmd with Z also undoes, except in a text field. */
import { ActionIcon, Button } from '@mantine/core'
import { type ReactElement, useEffect, useState } from 'react'
import { CopyDetails } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { dismissNotice, type Notice, useNotices } from '../../lib/notice-store.ts'
import classes from './notices.module.css'
import { useUndo } from './use-undoable.ts'

const shownMs = 20_000
const isMac = navigator.platform.startsWith('Mac')

export function Notices(): ReactElement {
  const { notice, undoable } = useNotices()
  const undo = useUndo()
  useEffect(() => {
    if (undoable === null) return
    const onKey = (event: KeyboardEvent): void => {
      const plain = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z'
      if (!plain || isEditing(event.target)) return
      event.preventDefault()
      undo()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
  return (
    <section className={classes.notices} aria-label="What was done">
      {/* Always mounted: screen readers announce only changes in an existing region. */}
      <p className="visually-hidden" role="status">
        {notice ? `${wordsOf(notice)}${notice.kind === 'done' ? ` ${isMac ? 'Command' : 'Control'} Z undoes it.` : ''}` : ''}
      </p>
      {notice ? <Shown key={wordsOf(notice)} notice={notice} onUndo={undo} /> : null}
    </section>
  )
}

function Shown({ notice, onUndo }: { notice: Notice; onUndo: () => void }): ReactElement {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    // Stays while it is hovered or focused. Errors stay until they are closed.
    if (held || notice.kind === 'failed') return
    const timer = setTimeout(dismissNotice, shownMs)
    return () => clearTimeout(timer)
  }, [held, notice.kind])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only keeps it from being hidden
    <div
      className={classes.notice}
      data-kind={notice.kind}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={notice.kind === 'failed' ? 'warning' : 'check'} size={16} />
      <span className={classes.words}>{wordsOf(notice)}</span>
      {notice.kind === 'done' ? (
        <Button variant="default" aria-keyshortcuts={isMac ? 'Meta+Z' : 'Control+Z'} onClick={onUndo}>
          Undo
        </Button>
      ) : null}
      {notice.kind === 'failed' ? <CopyDetails error={notice.error} /> : null}
      <ActionIcon aria-label="Close this notice" onClick={dismissNotice}>
        <Icon name="close" size={14} />
      </ActionIcon>
    </div>
  )
}

function wordsOf(notice: Notice): string {
  if (notice.kind === 'done') return notice.action.did
  if (notice.kind === 'info') return notice.did
  if (notice.kind === 'undone') return `Undone: ${notice.did}`
  return `${notice.what} ${notice.error.message}`
}

/** Whether an element has its own undo: text fields, but not a closed picker. */
const written = 'input:not([type=checkbox], [type=radio], [aria-haspopup=listbox][aria-expanded=false]), textarea, [contenteditable=true]'

function isEditing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(written) !== null
}
