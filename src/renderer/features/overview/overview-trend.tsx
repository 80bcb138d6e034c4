/** The last thirteen month-ends of the reported total, so that the same month of last year is in sight. */
import { memo, type ReactElement } from 'react'
import type { SumPoint } from '../../../shared/contract/figure-answers.ts'
import { addMonths } from '../../../shared/domain/month.ts'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Loading } from '../../components/loading.tsx'
import { Panel } from '../../components/panel.tsx'
import { codeLater } from '../../lib/code-later.ts'
import { formatMonth, formatMonthTick } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { figureHelp } from '../help/help-texts.tsx'
import { lacksOf } from '../trends/trend-series.ts'

// The library of charts is large, and the key figures above need none of it.
const useChartCode = codeLater(() => import('../../components/trend-chart.tsx'))

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
  /** Undefined until they have come. */
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

// A chart takes 60 ms to draw: that its answer is being asked again is no reason to.
const Drawn = memo(TrendOf)
