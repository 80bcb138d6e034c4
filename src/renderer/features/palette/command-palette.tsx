/** The command palette (Ctrl or Cmd with K): opens screens, finds tenants, licences and people, and runs actions. */
import { Spotlight, spotlight } from '@mantine/spotlight'
import { type KeyboardEvent, type ReactElement, useEffect, useId, useState } from 'react'
import { Icon } from '../../components/icon.tsx'
import classes from './palette.module.css'
import type { PaletteItem } from './palette-items.ts'
import { usePaletteItems } from './use-palette-items.ts'

export function CommandPalette(): ReactElement {
  const [query, setQuery] = useState('')
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      // Also opens while an input field has the focus.
      tagsToIgnore={[]}
      triggerOnContentEditable
      size={620}
      centered={false}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.35 }}
      // While a dialog fades in, typed keys still go to the page behind it.
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': 'Search' } }}
    >
      <PaletteContent query={query} />
    </Spotlight.Root>
  )
}

/** Focuses the input when it is mounted; Mantine's focus trap would wait for a time-out. */
const focusOnMount = (input: HTMLInputElement | null): void => input?.focus()

/**
 * Not built with `Spotlight.ActionsList`, which has no listbox roles and marks the chosen row in the DOM only when the text changes, so
 * that Enter would not open people found later.
 */
function PaletteContent({ query }: { query: string }): ReactElement {
  const listId = useId()
  const [chosen, setChosen] = useState(0)
  const { items, searching } = usePaletteItems(query)
  const current = Math.min(chosen, items.length - 1)

  const run = (item: PaletteItem | undefined): void => {
    if (!item) return
    spotlight.close()
    item.run()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    // While composing a word, these keys are for the input method.
    if (event.nativeEvent.isComposing) return
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
      <Spotlight.Search
        ref={focusOnMount}
        data-autofocus
        role="combobox"
        aria-label="Search for a screen, an action, a month, a tenant, a licence or a person"
        aria-expanded={true}
        aria-controls={listId}
        aria-activedescendant={items[current] ? `${listId}-${current}` : undefined}
        placeholder="Screen, action, month, tenant, licence or person"
        leftSection={<Icon name="search" />}
        spellCheck={false}
        onChange={() => setChosen(0)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.list} id={listId} role="listbox" aria-label="Results" aria-busy={searching}>
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
        {items.length === 0 ? <div className={classes.empty}>{searching ? 'Searching…' : 'No results'}</div> : null}
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
