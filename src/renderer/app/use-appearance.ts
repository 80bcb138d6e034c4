/** The page follows the setting, which outlives a host's address and its storage. */
import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { useAnswer } from '../lib/query.ts'

/** Applies light, dark or the system's once the setting is known, and again when it changes. */
export function useAppearance(): void {
  const { setColorScheme } = useMantineColorScheme()
  const appearance = useAnswer('settings.get', {}).data?.appearance
  useEffect(() => {
    if (appearance) setColorScheme(appearance === 'system' ? 'auto' : appearance)
  }, [appearance, setColorScheme])
}
