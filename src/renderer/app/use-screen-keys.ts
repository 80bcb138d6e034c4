/** Alt and a digit opens a screen, in the order of the navigation rail; `/` focuses the screen's filter. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { screens } from '../components/screens.ts'
import { type Address, keptTenantAndMonth } from '../lib/address.ts'

export function useScreenKeys(): void {
  const navigate = useNavigate()
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === '/' && focusFilter(event)) event.preventDefault()
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      const screen = screens.find((each) => event.code === `Digit${each.key}`)
      if (!screen) return
      event.preventDefault()
      void navigate({ to: screen.path, search: (before: Address) => keptTenantAndMonth(before) })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [navigate])
}

const filters = 'main input[type=search]'
const editable = 'input, textarea, select, [contenteditable=true]'

/** Focuses the screen's filter, or from an empty filter the next one. False if the key types text, or there is no filter. */
function focusFilter({ altKey, ctrlKey, metaKey, target, isComposing }: KeyboardEvent): boolean {
  // Some keyboards need Shift to type `/`.
  if (altKey || ctrlKey || metaKey || isComposing) return false
  if (document.querySelector('[role=dialog][aria-modal=true]') !== null) return false
  const from = target instanceof HTMLElement && target.matches(editable) ? target : null
  if (from !== null && !(from instanceof HTMLInputElement && from.matches(filters) && from.value === '')) return false
  const all = [...document.querySelectorAll<HTMLInputElement>(filters)].filter((each) => each.offsetParent !== null)
  const next = all[(from === null ? 0 : all.indexOf(from as HTMLInputElement) + 1) % all.length]
  if (next === undefined) return false
  next.focus()
  next.select()
  next.scrollIntoView({ block: 'nearest' })
  return true
}
