/** The chart of a trend, with its numbers and warnings. */
import type { ReactElement } from 'react'
import type { TrendAnswer } from '../../../shared/contract/figure-answers.ts'
import { firstOf } from '../../../shared/domain/first-of.ts'
import { addMonths } from '../../../shared/domain/month.ts'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Panel } from '../../components/panel.tsx'
import { Tag } from '../../components/tag.tsx'
import { TrendChart } from '../../components/trend-chart.tsx'
import { WarningList } from '../../components/warning-list.tsx'
import { formatDay, formatDayTick, formatMonth, formatMonthTick } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useTenants } from '../../lib/use-names.ts'
import { isMoney, type TrendInput } from './chosen-trend.ts'
import { GapNote } from './gap-note.tsx'
import { largestFirst, missingTenants, trendSeries } from './trend-series.ts'
import classes from './trends.module.css'

interface TrendViewProps {
  input: TrendInput
  /** Also draws the same months of the year before. */
  lastYear: boolean
}

/** More lines could not be distinguished. */
const maxLines = 12

export function TrendView({ input, lastYear }: TrendViewProps): ReactElement {
  const { nameOf } = useTenants()
  const { grain, from, to } = input
  const openMonth = useAnswer('months.list', {}).data?.openMonth
  const trend = useAnswer('trend.get', input, { keepPrevious: true })
  const before = useAnswer('trend.get', { ...input, from: addMonths(from, -12), to: addMonths(to, -12) }, { enabled: lastYear })
  const previous: TrendAnswer | undefined = lastYear ? before.data : undefined
  return (
    <Answer of={trend} what="the trend" lines={9}>
      {(value) => {
        const { places, series } = trendSeries(value, nameOf, { previous, openMonth })
        const drawn = largestFirst(series).slice(0, maxLines)
        const gaps = grain === 'month' ? places.filter((_, index) => series.every((each) => each.values[index] === null)) : []
        const lacking = missingTenants(value)
        if (series.length === 0 || series.every((each) => each.values.every((point) => point === null))) {
          return (
            <Panel title={value.label}>
              <EmptyState icon="gap" title="No values in this period">
                There is no snapshot with this figure in these months. Choose other months, or import earlier months in Activity.
              </EmptyState>
            </Panel>
          )
        }
        return (
          <Panel
            title={value.label}
            note={!isMoney(input.figure) && value.unit ? `in ${value.unit}` : undefined}
            actions={<GapNote months={gaps} />}
          >
            <TrendChart
              label={value.label}
              places={places}
              placeText={grain === 'month' ? (place) => formatMonth(place, 'short') : formatDay}
              tickText={grain === 'month' ? formatMonthTick : formatDayTick}
              series={drawn}
              heightPx={360}
              // Used and committed quantities are compared by size.
              fromZero={/^(?:used|committed):/.test(input.figure)}
              currency={isMoney(input.figure) ? value.unit : null}
              numbers={drawn.length > 2 ? 'below' : 'beside'}
            />
            <div className={classes.coverage}>
              {lacking.length > 0 ? (
                <Tag icon="gap" title={lacking.map(nameOf).join(', ')}>
                  Not in every sum: {firstOf(lacking.map(nameOf), 3)}
                </Tag>
              ) : null}
              {series.length > maxLines ? (
                <Tag icon="info">
                  The largest {maxLines} of {series.length} tenants are shown. Choose fewer, or show them combined.
                </Tag>
              ) : null}
            </div>
            <WarningList warnings={value.warnings} />
          </Panel>
        )
      }}
    </Answer>
  )
}
