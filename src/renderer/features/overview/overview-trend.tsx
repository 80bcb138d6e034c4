/** Users and units of the last thirteen month-ends, which includes the same month of last year. */
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

const series = ['reported', 'units'] as const
const words = { reported: 'Users reported', units: 'Billable units' }

export function OverviewTrend({ month }: { month: string }): ReactElement {
  const range = { from: addMonths(month, -12), to: month, sum: true, grain: 'month' as const }
  const reported = useAnswer('trend.get', { figure: 'reported', ...range })
  const units = useAnswer('trend.get', { figure: 'units', ...range })
  const openMonth = useAnswer('months.list', {}).data?.openMonth
  return (
    <Panel
      title="Billable users and units"
      note="month-ends, all tenants"
      help={
        <HelpTip about="Billable users and units over months">
          {figureHelp.reported}
          {figureHelp.units}
          {figureHelp.sum}
          {figureHelp.gap}
        </HelpTip>
      }
    >
      <Answer of={reported} what="the trend" lines={7}>
        {(answer) => (
          <Drawn reported={answer.points as SumPoint[]} units={units.data?.points as SumPoint[] | undefined} openMonth={openMonth} />
        )}
      </Answer>
    </Panel>
  )
}

interface TrendPoints {
  reported: SumPoint[]
  /** Undefined while loading. */
  units: SumPoint[] | undefined
  openMonth: string | undefined
}

function TrendOf({ reported, units, openMonth }: TrendPoints): ReactElement {
  const code = useChartCode()
  if (reported.every((point) => point.value === null)) {
    return (
      <EmptyState icon="trends" title="No month-end yet" compact>
        The line begins with the first snapshot.
      </EmptyState>
    )
  }
  if (code === null) return <Loading label="Drawing the trend" lines={7} />
  const points = { reported, units: units ?? [] }
  return (
    <code.TrendChart
      label="Billable users and units by month"
      places={reported.map((point) => point.month)}
      placeText={(place) => formatMonth(place, 'short')}
      tickText={formatMonthTick}
      series={series
        .filter((figure) => points[figure].length === reported.length)
        .map((figure) => ({
          id: figure,
          name: words[figure],
          values: points[figure].map((point) => point.value),
          open: points[figure].map((point) => point.state === 'projected' || point.month === openMonth),
          lacks: points[figure].map((point) => lacksOf(point.tenants)),
        }))}
      heightPx={250}
    />
  )
}

// A chart takes 60 ms to render: not again when only the state of the request changes.
const Drawn = memo(TrendOf)
