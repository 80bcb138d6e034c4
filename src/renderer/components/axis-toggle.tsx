/** The value axis of a chart, and the button that begins it at zero. */
import { type ReactElement, useMemo, useState } from 'react'
import { formatQuantity } from '../lib/format.ts'
import classes from './chart.module.css'
import { type ValueAxis, valueAxis } from './chart-axis.ts'

interface ZeroAxis {
  axis: ValueAxis
  /** Null for a chart whose axis begins at zero in any case. */
  toggle: ReactElement | null
}

/** `fromZero`: the axis begins at zero from the start. `values` must be memoized. */
export function useZeroAxis(values: readonly (number | null)[], fromZero = false): ZeroAxis {
  const [zero, setZero] = useState(fromZero)
  const own = useMemo(() => valueAxis(values), [values])
  const axis = useMemo(() => (zero ? valueAxis(values, true) : own), [values, own, zero])
  const begins = own.ticks[0] ?? 0
  const toggle =
    begins > 0 ? (
      <button type="button" className={classes.axis} aria-pressed={zero} onClick={() => setZero(!zero)}>
        {zero ? 'Axis from zero' : `Axis from ${formatQuantity(begins)}, not zero`}
      </button>
    ) : null
  return { axis, toggle }
}
