/** The plot of a trend chart: axes, lines broken at gaps, tooltip. */
import { type ReactElement, useMemo, useRef } from 'react'
import { CartesianGrid, Line, LineChart, ReferenceArea, Tooltip, XAxis, YAxis } from 'recharts'
import { formatQuantity } from '../lib/format.ts'
import classes from './chart.module.css'
import { axisFontPx, placeTicks, textWidthPx, type ValueAxis } from './chart-axis.ts'
import { type ChartSeries, seriesStyle, toPlot } from './chart-series.ts'
import { ChartTooltip } from './chart-tooltip.tsx'
import { gapsOf } from './segments.ts'
import { useWidth } from './use-width.ts'

export interface ChartPlotProps {
  /** The accessible name of the chart. */
  label: string
  /** The points on the axis: months or days. */
  places: readonly string[]
  placeText: (place: string) => string
  /** An axis label; `before` is the previously labelled place. */
  tickText: (place: string, before: string | null) => string
  /** A value in full. The axis shows plain numbers. */
  valueText: (value: number | string) => string
  series: readonly ChartSeries[]
  axis: ValueAxis
  /** The ids of hidden series. */
  off: ReadonlySet<string>
  heightPx: number
}

export function ChartPlot({ label, places, placeText, tickText, valueText, series, axis, off, heightPx }: ChartPlotProps): ReactElement {
  const place = useRef<HTMLDivElement>(null)
  const shown = useMemo(() => series.filter((each) => !off.has(each.id)), [series, off])
  const data = useMemo(
    () => places.map((place, index) => ({ index, place, ...Object.fromEntries(series.flatMap((each) => plotted(each, index))) })),
    [places, series],
  )
  const gaps = useMemo(
    () => gapsOf(places.map((_, index) => (series.some((each) => toPlot(each.values[index]) !== null) ? 1 : null))),
    [places, series],
  )
  const widthPx = useWidth(place)
  const ticks = useMemo(
    () => placeTicks(places, widthPx - axis.widthPx - marginPx - 2 * edgePx, tickText, textWidthPx),
    [places, widthPx, axis.widthPx, tickText],
  )
  // Without this, half of the last label would be cut off.
  const lastPx = Math.max(marginPx, textWidthPx(ticks.at(-1)?.text ?? '') / 2 - edgePx + 2)
  const textAt = new Map(ticks.map(({ index, text }) => [index, text]))
  const dots = places.length <= 40

  return (
    <div className={classes.plot} ref={place} style={{ height: heightPx }}>
      {widthPx > 0 ? (
        <LineChart
          width={widthPx}
          height={heightPx}
          data={data}
          margin={{ top: 8, right: lastPx, bottom: 0, left: 0 }}
          accessibilityLayer
          title={label}
        >
          <CartesianGrid vertical={false} stroke="var(--sl-line)" />
          {gaps.map((gap) => (
            <ReferenceArea
              key={gap.start}
              x1={Math.max(0, gap.start - 0.5)}
              x2={Math.min(places.length - 1, gap.end + 0.5)}
              fill="var(--sl-gap)"
              fillOpacity={0.12}
              strokeOpacity={0}
              label={{ value: 'gap', position: 'insideTop', fill: 'var(--sl-ink-muted)', fontSize: 11 }}
            />
          ))}
          <XAxis
            type="number"
            dataKey="index"
            domain={[0, Math.max(1, places.length - 1)]}
            ticks={ticks.map(({ index }) => index)}
            tickFormatter={(index: number) => textAt.get(index) ?? ''}
            tickLine={false}
            axisLine={{ stroke: 'var(--sl-line-strong)' }}
            tick={{ fill: 'var(--sl-ink-muted)', fontSize: axisFontPx }}
            interval={0}
            padding={{ left: edgePx, right: edgePx }}
          />
          <YAxis
            width={axis.widthPx}
            domain={[axis.ticks[0] ?? 0, axis.ticks.at(-1) ?? 1]}
            ticks={axis.ticks}
            tickFormatter={(value: number) => formatQuantity(value)}
            tickLine={false}
            axisLine={false}
            tick={{ fill: 'var(--sl-ink-muted)', fontSize: axisFontPx }}
            interval={0}
          />
          <Tooltip
            isAnimationActive={false}
            // The tooltip also explains gaps.
            filterNull={false}
            cursor={{ stroke: 'var(--sl-line-strong)' }}
            content={({ active, label: index }) =>
              active ? (
                <ChartTooltip
                  index={Number(index)}
                  places={places}
                  placeText={placeText}
                  valueText={valueText}
                  series={shown}
                  all={series}
                />
              ) : null
            }
          />
          {series.map((each, index) =>
            off.has(each.id)
              ? null
              : [each.id, openKey(each.id)].map((key) => (
                  <Line
                    key={key}
                    type="linear"
                    dataKey={key}
                    name={each.name}
                    stroke={seriesStyle(index).color}
                    strokeDasharray={key === each.id ? (seriesStyle(index).dash ?? '') : '3 4'}
                    strokeWidth={2}
                    connectNulls={false}
                    isAnimationActive={false}
                    activeDot={{ r: 4, strokeWidth: 2, stroke: 'var(--sl-surface)' }}
                    dot={(props) => <Dot key={props.index} {...props} series={each} color={seriesStyle(index).color} all={dots} />}
                  />
                )),
          )}
        </LineChart>
      ) : null}
    </div>
  )
}

/** The margin next to the plot, and between its edge and the first and last point. */
const marginPx = 12
const edgePx = 12

const openKey = (id: string): string => `${id} open`

/** A point's value in the solid line and in the dashed one, which connects values that may still change. */
function plotted({ id, values, open }: ChartSeries, index: number): [string, number | null][] {
  const value = toPlot(values[index])
  const isOpen = open?.[index] ?? false
  return [
    [id, isOpen ? null : value],
    [openKey(id), isOpen || open?.[index - 1] || open?.[index + 1] ? value : null],
  ]
}

interface DotProps {
  cx?: number | undefined
  cy?: number | undefined
  index?: number
  series: ChartSeries
  color: string
  all: boolean
}

/** A square if the sum lacks tenants, hollow if the value is projected. Always drawn for a value between two gaps, which has no line. */
function Dot({ cx, cy, index = 0, series, color, all }: DotProps): ReactElement {
  const alone = toPlot(series.values[index - 1]) === null && toPlot(series.values[index + 1]) === null
  if (typeof cx !== 'number' || typeof cy !== 'number' || toPlot(series.values[index]) === null || !(all || alone || series.lacks?.[index]))
    return <g />
  const open = series.open?.[index] ?? false
  if (series.lacks?.[index])
    return <rect x={cx - 3} y={cy - 3} width={6} height={6} fill="var(--sl-surface)" stroke={color} strokeWidth={1.75} />
  return (
    <circle cx={cx} cy={cy} r={open ? 3.5 : 2.6} fill={open ? 'var(--sl-surface)' : color} stroke={color} strokeWidth={open ? 1.75 : 0} />
  )
}
