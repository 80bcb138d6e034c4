/** Alt with a digit opens a screen, in the order of the rail. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { screens } from '../components/screens.ts'
import { type Address, keptPlace } from '../lib/address.ts'

export function useScreenKeys(): void {
  const navigate = useNavigate()
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      const screen = screens.find((each) => event.code === `Digit${each.key}`)
      if (!screen) return
      event.preventDefault()
      void navigate({ to: screen.path, search: (before: Address) => keptPlace(before) })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [navigate])
}
