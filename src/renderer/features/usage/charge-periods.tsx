/** A charge over time: used and committed per billing period, with gaps for periods that were not collected. */

import { Button, Select } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import type { MonthPoint, TrendAnswer } from '../../../shared/contract/figure-answers.ts'
import type { UsageAnswer } from '../../../shared/contract/usage-answers.ts'
import { chargeName } from '../../../shared/domain/charge-name.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { Answer } from '../../components/answer.tsx'
import type { ChartSeries } from '../../components/chart-series.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Loading } from '../../components/loading.tsx'
import { Panel } from '../../components/panel.tsx'
import { TrendChart } from '../../components/trend-chart.tsx'
import { formatMonth, formatMonthTick } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { figureHelp } from '../help/help-texts.tsx'
import { chargeTrend, chosenCharge } from './chosen-charge.ts'

export function ChargePeriods({ usage }: { usage: UsageAnswer }): ReactElement | null {
  const [address, change] = useAddress()
  const row = chosenCharge(usage.rows, address.figure)
  const chargeId = row?.chargeId ?? ''
  const used = useAnswer('trend.get', chargeTrend(usage, 'used', chargeId), { enabled: row !== null, keepPrevious: true })
  const committed = useAnswer('trend.get', chargeTrend(usage, 'committed', chargeId), { enabled: row !== null, keepPrevious: true })
  const [seen, setSeen] = useState(address.figure)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // A charge was chosen in the table above, so scroll to its chart.
    if (address.figure === seen) return
    setSeen(address.figure)
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [address.figure, seen])
  if (row === null) return null
  return (
    <div ref={place}>
      <Panel
        title="Over periods"
        note={row.unit ? `in ${row.unit}, by the month in which a period ends` : 'by the month in which a period ends'}
        help={
          <HelpTip about="A charge over periods">
            <p>
              Each point is a billing period by its newest snapshot, in the month in which the period ends. The current period can still
              change.
            </p>
            {figureHelp.gap}
          </HelpTip>
        }
        actions={
          <>
            <Select
              aria-label="Charge"
              size="xs"
              searchable
              data={chargeChoices(usage.rows)}
              value={row.chargeId}
              onChange={(next) => next && change({ figure: `used:${next}` }, { replace: true })}
            />
            <Button
              variant="default"
              component={Link}
              to="/trends"
              search={{ figure: `used:${row.chargeId}`, tenant: usage.tenant } as never}
            >
              Open in Trends
            </Button>
          </>
        }
      >
        <Answer of={used} what="the periods" lines={6}>
          {(value) => {
            // Waits for both lines, so that the chart renders only once.
            if (committed.isPending) return <Loading label="Reading the commitment" lines={6} />
            const lines = linesOf(value, committed.data)
            if (lines === null) {
              return (
                <EmptyState icon="gap" title="No period of this charge" compact>
                  For earlier billing periods, choose “Import earlier months” in Activity.
                </EmptyState>
              )
            }
            return (
              <TrendChart
                label={`${chargeName(row)} over periods`}
                places={lines.places}
                placeText={(place) => formatMonth(place, 'short')}
                tickText={formatMonthTick}
                series={lines.series}
                heightPx={240}
                fromZero
              />
            )
          }}
        </Answer>
      </Panel>
    </div>
  )
}

/** One option per charge; the vendor may send a charge twice. */
const chargeChoices = (rows: UsageAnswer['rows']): { value: string; label: string }[] =>
  [...new Map(rows.map((row) => [row.chargeId, chargeName(row)]))].map(([value, label]) => ({ value, label }))

/** The lines of used and (if any period has a commitment) committed quantities; null without any value. */
function linesOf(used: TrendAnswer, committed: TrendAnswer | undefined): { places: string[]; series: ChartSeries[] } | null {
  const places = (used.points as MonthPoint[]).map((point) => point.month)
  const line = (id: string, name: string, answer: TrendAnswer | undefined): ChartSeries => {
    const byMonth = new Map(((answer?.points ?? []) as MonthPoint[]).map((point) => [point.month, point]))
    return {
      id,
      name,
      values: places.map((month) => byMonth.get(month)?.value ?? null),
      snapshotIds: places.map((month) => byMonth.get(month)?.snapshotId ?? null),
    }
  }
  const series = [line('used', figureNames.used, used), line('committed', figureNames.committed, committed)].filter((each) =>
    each.values.some((value) => value !== null),
  )
  return series.length === 0 ? null : { places, series }
}
