/** The page follows the setting, which outlives a host's address and its storage. */
import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { useAnswer } from '../lib/query.ts'

/** Applies light, dark or the system's once the setting is known, and again when it changes. */
export function useAppearance(): void {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const appearance = useAnswer('settings.get', {}).data?.appearance
  const wanted = appearance === 'system' ? 'auto' : appearance
  useEffect(() => {
    // The function is another one at each render, and setting anew what is set has the browser style the whole page again, twice.
    if (wanted !== undefined && wanted !== colorScheme) setColorScheme(wanted)
  }, [wanted, colorScheme, setColorScheme])
}
