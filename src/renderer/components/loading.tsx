/** Placeholder bars while data is loading. */
import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import classes from './state.module.css'

interface LoadingProps {
  /** What is loading, for screen readers. */
  label: string
  lines?: number
  heightPx?: number
}

export function Loading({ label, lines = 5, heightPx = 16 }: LoadingProps): ReactElement {
  return (
    <div className={classes.loading} role="status" aria-label={label} data-state="loading">
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars never move
        <Skeleton key={index} height={heightPx} width={`${96 - ((index * 17) % 40)}%`} radius="sm" />
      ))}
    </div>
  )
}
