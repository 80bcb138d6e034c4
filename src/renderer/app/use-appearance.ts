/** Applies the light or dark setting. The host stores it, because the browser's storage is lost when the host's port changes. */
import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { useAnswer } from '../lib/query.ts'

export function useAppearance(): void {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const appearance = useAnswer('settings.get', {}).data?.appearance
  const chosen = appearance === 'system' ? 'auto' : appearance
  useEffect(() => {
    // `setColorScheme` changes with each render, and setting the same value again would recalculate all styles.
    if (chosen !== undefined && chosen !== colorScheme) setColorScheme(chosen)
  }, [chosen, colorScheme, setColorScheme])
}
