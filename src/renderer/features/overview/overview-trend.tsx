/** The reported total of the last thirteen month-ends, which includes the same month of last year. */
import { memo, type ReactElement } from 'react'
import type { SumPoint } from '../../../shared/contract/figure-answers.ts'
import { addMonths } from '../../../shared/domain/month.ts'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Loading } from '../../components/loading.tsx'
import { Panel } from '../../components/panel.tsx'
import { formatMonth, formatMonthTick } from '../../lib/format.ts'
import { lazyModule } from '../../lib/lazy-module.ts'
import { useAnswer } from '../../lib/query.ts'
import { figureHelp } from '../help/help-texts.tsx'
import { lacksOf } from '../trends/trend-series.ts'

// The chart library is large, and the key figures above do not need it.
const useChartCode = lazyModule(() => import('../../components/trend-chart.tsx'))

const series = ['reported', 'recounted'] as const
const words = { reported: 'Reported', recounted: 'Recounted' }

export function OverviewTrend({ month }: { month: string }): ReactElement {
  const range = { from: addMonths(month, -12), to: month, sum: true, grain: 'month' as const }
  const reported = useAnswer('trend.get', { figure: 'reported', ...range })
  const recounted = useAnswer('trend.get', { figure: 'recounted', ...range })
  return (
    <Panel
      title="Billable users"
      note="month-ends, all tenants"
      help={
        <HelpTip about="Billable users over months">
          {figureHelp.reported}
          {figureHelp.sum}
          {figureHelp.gap}
        </HelpTip>
      }
    >
      <Answer of={reported} what="the trend" lines={7}>
        {(answer) => <Drawn reported={answer.points as SumPoint[]} recounted={recounted.data?.points as SumPoint[] | undefined} />}
      </Answer>
    </Panel>
  )
}

interface TrendPoints {
  reported: SumPoint[]
  /** Undefined while loading. */
  recounted: SumPoint[] | undefined
}

function TrendOf({ reported, recounted }: TrendPoints): ReactElement {
  const code = useChartCode()
  if (reported.every((point) => point.value === null)) {
    return (
      <EmptyState icon="trends" title="No month-end yet" compact>
        The line begins with the first snapshot.
      </EmptyState>
    )
  }
  if (code === null) return <Loading label="Drawing the trend" lines={7} />
  const points = { reported, recounted: recounted ?? [] }
  return (
    <code.TrendChart
      label="Billable users by month"
      places={reported.map((point) => point.month)}
      placeText={(place) => formatMonth(place, 'short')}
      tickText={formatMonthTick}
      series={series
        .filter((figure) => points[figure].length === reported.length)
        .map((figure) => ({
          id: figure,
          name: words[figure],
          values: points[figure].map((point) => point.value),
          lacks: points[figure].map((point) => lacksOf(point.tenants)),
        }))}
      heightPx={250}
    />
  )
}

// A chart takes 60 ms to render: not again when only the state of the request changes.
const Drawn = memo(TrendOf)
