/** A waterfall of the chosen figure, above the table of all figures. */
import type { ReactElement } from 'react'
import { Loading } from '../../components/loading.tsx'
import { lazyModule } from '../../lib/lazy-module.ts'
import type { BridgeColumn } from './bridge-rows.ts'
import classes from './waterfall.module.css'
import type { WaterfallStep } from './waterfall-steps.ts'

// The chart library is large, and key figures do not need it.
const useChartCode = lazyModule(() => import('./waterfall-chart.tsx'))

interface WaterfallProps {
  columns: readonly BridgeColumn[]
  chosen: BridgeColumn
  onChoose: (id: string) => void
  steps: readonly WaterfallStep[]
  from: string
  to: string
}

export function Waterfall({ columns, chosen, onChoose, steps, from, to }: WaterfallProps): ReactElement {
  const code = useChartCode()
  return (
    <>
      {columns.length > 1 ? (
        <fieldset className={classes.figures}>
          <legend className="visually-hidden">Figure of the chart</legend>
          {columns.map(({ id, title }) => (
            <button key={id} type="button" className={classes.figure} aria-pressed={id === chosen.id} onClick={() => onChoose(id)}>
              {title}
            </button>
          ))}
        </fieldset>
      ) : null}
      {code === null ? (
        <Loading label="Loading the chart" lines={7} />
      ) : (
        <code.WaterfallChart key={chosen.id} label={`${chosen.title}, ${from} to ${to}`} steps={steps} currency={chosen.currency} />
      )}
    </>
  )
}
