/** A word-sized trend line. Gaps break the line; a single value between gaps is a dot. */
import type { ReactElement } from 'react'
import { segmentsOf } from './segments.ts'

interface SparklineProps {
  values: readonly (number | null)[]
  /** The accessible name. */
  label: string
  widthPx?: number
  heightPx?: number
}

export function Sparkline({ values, label, widthPx = 96, heightPx = 24 }: SparklineProps): ReactElement {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return <span title={`${label}: no figures`}>–</span>
  const low = Math.min(...known)
  const high = Math.max(...known)
  const pad = 3
  const x = (index: number): number => (values.length === 1 ? widthPx / 2 : pad + (index * (widthPx - 2 * pad)) / (values.length - 1))
  const y = (value: number): number =>
    high === low ? heightPx / 2 : heightPx - pad - ((value - low) * (heightPx - 2 * pad)) / (high - low)
  const lastIndex = values.findLastIndex((value) => value !== null)
  return (
    <svg width={widthPx} height={heightPx} viewBox={`0 0 ${widthPx} ${heightPx}`} role="img" aria-label={label} className="sparkline">
      {segmentsOf(values).map((segment) =>
        segment.values.length === 1 ? (
          <circle key={segment.start} cx={x(segment.start)} cy={y(segment.values[0] ?? 0)} r={1.6} fill="var(--sl-series-1)" />
        ) : (
          <polyline
            key={segment.start}
            points={segment.values.map((value, index) => `${x(segment.start + index).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}
            fill="none"
            stroke="var(--sl-series-1)"
            strokeWidth={1.5}
            strokeLinejoin="round"
            strokeLinecap="round"
          />
        ),
      )}
      <circle cx={x(lastIndex)} cy={y(values[lastIndex] ?? 0)} r={2.2} fill="var(--sl-series-1)" />
    </svg>
  )
}
