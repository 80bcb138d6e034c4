/** The reported total of the last thirteen month-ends, which include the same month of last year. */

import { memo, type ReactElement } from 'react'
import type { SumPoint } from '../../../shared/contract/figure-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
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

export function OverviewTrend({ month }: { month: string }): ReactElement {
  const reported = useAnswer('trend.get', { figure: 'reported', from: addMonths(month, -12), to: month, sum: true, grain: 'month' })
  const openMonth = useAnswer('months.list', {}).data?.openMonth
  return (
    <Panel
      title={`${figureNames.reported} by month`}
      note="month-ends, all tenants"
      help={
        <HelpTip about={figureNames.reported}>
          {figureHelp.reported}
          {figureHelp.sum}
          {figureHelp.gap}
        </HelpTip>
      }
    >
      <Answer of={reported} what="the trend" lines={7}>
        {(answer) => <Drawn points={answer.points as SumPoint[]} openMonth={openMonth} />}
      </Answer>
    </Panel>
  )
}

function TrendOf({ points, openMonth }: { points: SumPoint[]; openMonth: string | undefined }): ReactElement {
  const code = useChartCode()
  if (points.every((point) => point.value === null)) {
    return (
      <EmptyState icon="trends" title="No month-end yet" compact>
        The line begins with the first snapshot.
      </EmptyState>
    )
  }
  if (code === null) return <Loading label="Loading the trend" lines={7} />
  return (
    <code.TrendChart
      label={`${figureNames.reported} by month`}
      places={points.map((point) => point.month)}
      placeText={(place) => formatMonth(place, 'short')}
      tickText={formatMonthTick}
      series={[
        {
          id: 'reported',
          name: figureNames.reported,
          values: points.map((point) => point.value),
          open: points.map((point) => point.month === openMonth),
          lacks: points.map((point) => lacksOf(point.tenants)),
        },
      ]}
      heightPx={250}
    />
  )
}

// Memoized, because a chart takes 60 ms to render and must not render when only the request's state changes.
const Drawn = memo(TrendOf)
