/** Ctrl or Cmd with K: go anywhere, find anyone, do anything, without the mouse. */
import { Modal } from '@mantine/core'
import { type KeyboardEvent, type ReactElement, useEffect, useId, useState } from 'react'
import { Icon } from '../../components/icon.tsx'
import classes from './palette.module.css'
import type { PaletteItem } from './palette-items.ts'
import { setPalette, usePaletteOpen } from './palette-store.ts'
import { usePaletteItems } from './use-palette-items.ts'

export function CommandPalette(): ReactElement {
  const open = usePaletteOpen()
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setPalette(true)
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    // There at once: a key typed while a dialog fades in would go to what lies behind it.
    <Modal.Root opened={open} onClose={() => setPalette(false)} size={620} yOffset="12vh" transitionProps={{ duration: 0 }}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label="Find or do">
        <Palette />
      </Modal.Content>
    </Modal.Root>
  )
}

/** As soon as it is there: Mantine would wait for a frame. */
const focusFirst = (input: HTMLInputElement | null): void => input?.focus()

function Palette(): ReactElement {
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const { items, searching } = usePaletteItems(typed)
  const current = Math.min(chosen, items.length - 1)

  const run = (item: PaletteItem | undefined): void => {
    if (!item) return
    setPalette(false)
    item.run()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const by = event.key === 'ArrowDown' ? 1 : -1
      setChosen((current + by + items.length) % Math.max(1, items.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(items[current])
    }
  }
  return (
    <>
      <div className={classes.input}>
        <Icon name="search" />
        <input
          ref={focusFirst}
          data-autofocus
          role="combobox"
          aria-label="Find a screen, a tenant, a licence, a person or an action"
          aria-expanded={true}
          aria-controls={listId}
          aria-activedescendant={items[current] ? `${listId}-${current}` : undefined}
          placeholder="A screen, a tenant, a licence, a person, an action"
          value={typed}
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={classes.list} id={listId} role="listbox" aria-label="What fits" aria-busy={searching}>
        {items.map((item, index) => (
          <Option
            key={item.id}
            id={`${listId}-${index}`}
            item={item}
            selected={index === current}
            first={items[index - 1]?.group !== item.group}
            onPoint={() => setChosen(index)}
            onRun={() => run(item)}
          />
        ))}
        {items.length === 0 ? <div className={classes.empty}>{searching ? 'Looking…' : 'Nothing of this name'}</div> : null}
      </div>
      <div className={classes.foot} aria-hidden="true">
        <span>↑ ↓ choose</span>
        <span>Enter opens</span>
        <span>Esc closes</span>
      </div>
    </>
  )
}

interface OptionProps {
  id: string
  item: PaletteItem
  selected: boolean
  first: boolean
  onPoint: () => void
  onRun: () => void
}

function Option({ id, item, selected, first, onPoint, onRun }: OptionProps): ReactElement {
  useEffect(() => {
    if (selected) document.getElementById(id)?.scrollIntoView({ block: 'nearest' })
  }, [selected, id])
  return (
    <>
      {first ? (
        <div className={classes.group} role="presentation">
          {item.group}
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the input above handles the keys of the list that it controls */}
      <div id={id} className={classes.option} role="option" tabIndex={-1} aria-selected={selected} onMouseMove={onPoint} onClick={onRun}>
        <Icon name={item.icon} size={16} />
        <bdi className={classes.name}>{item.name}</bdi>
        {item.detail ? <span className={classes.detail}>{item.detail}</span> : null}
      </div>
    </>
  )
}
