/** A trend: lines that break at gaps, a legend that switches series, the exact numbers beside it, and a picture of it for a slide. */
import { ActionIcon, Tooltip as Hint } from '@mantine/core'
import { type ReactElement, useMemo, useRef, useState } from 'react'
import { CartesianGrid, Line, LineChart, ReferenceArea, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { type ChartCaption, saveChartPicture } from '../lib/chart-picture.ts'
import { formatQuantity } from '../lib/format.ts'
import { gapsOf } from '../lib/segments.ts'
import { valueAxis } from './chart-axis.ts'
import { ChartNumbers } from './chart-numbers.tsx'
import { type ChartSeries, seriesStyle } from './chart-series.ts'
import { ChartTooltip } from './chart-tooltip.tsx'
import { Icon } from './icon.tsx'
import classes from './trend-chart.module.css'

interface TrendChartProps {
  /** What is drawn, in words. */
  label: string
  /** The places on the axis: months or days. */
  places: readonly string[]
  placeText: (place: string) => string
  tickText?: (place: string) => string
  series: readonly ChartSeries[]
  heightPx?: number
  numbers?: 'beside' | 'below' | 'off'
}

export function TrendChart({
  label,
  places,
  placeText,
  tickText = placeText,
  series,
  heightPx = 260,
  numbers = 'beside',
}: TrendChartProps): ReactElement {
  const plot = useRef<HTMLDivElement>(null)
  const [off, setOff] = useState<ReadonlySet<string>>(new Set())
  const [showNumbers, setShowNumbers] = useState(numbers !== 'off')
  const shown = series.filter((each) => !off.has(each.id))

  const data = useMemo(
    () =>
      places.map((place, index) => ({ index, place, ...Object.fromEntries(series.map((each) => [each.id, toPlot(each.values[index])])) })),
    [places, series],
  )
  const gaps = useMemo(
    () => gapsOf(places.map((_, index) => (series.some((each) => toPlot(each.values[index]) !== null) ? 1 : null))),
    [places, series],
  )
  const axis = useMemo(
    () => valueAxis(series.filter((each) => !off.has(each.id)).flatMap((each) => each.values.map(toPlot))),
    [series, off],
  )
  const ticks = useMemo(() => ticksOf(places.length), [places.length])
  const dots = places.length <= 40

  return (
    <div className={classes.chart}>
      <div className={classes.top}>
        {series.length > 1 ? (
          <fieldset className={classes.legend} style={{ border: 0, margin: 0, padding: 0 }}>
            <legend className="visually-hidden">Series of {label}</legend>
            {series.map((each, index) => (
              <button
                key={each.id}
                type="button"
                className={classes.key}
                aria-pressed={!off.has(each.id)}
                title={each.name}
                onClick={() => setOff(toggled(off, each.id))}
              >
                <svg width="18" height="8" aria-hidden="true">
                  <line
                    x1="0"
                    x2="18"
                    y1="4"
                    y2="4"
                    stroke={seriesStyle(index).color}
                    strokeWidth="2.5"
                    strokeDasharray={seriesStyle(index).dash}
                  />
                </svg>
                <bdi className={classes.keyName}>{each.name}</bdi>
              </button>
            ))}
          </fieldset>
        ) : null}
        <div className={classes.tools}>
          <Hint label={showNumbers ? 'Hide the numbers' : 'Show the exact numbers'}>
            <ActionIcon aria-label="Exact numbers" aria-pressed={showNumbers} onClick={() => setShowNumbers(!showNumbers)}>
              <Icon name="licences" size={16} />
            </ActionIcon>
          </Hint>
          <Hint label="Save as a picture">
            <ActionIcon aria-label="Save as a picture" onClick={() => void saveChartPicture(plot.current, captionOf(label, series, shown))}>
              <Icon name="image" size={16} />
            </ActionIcon>
          </Hint>
        </div>
      </div>
      <div className={classes.split} data-numbers={numbers === 'below' ? 'below' : 'beside'}>
        <div className={classes.plot} ref={plot}>
          <ResponsiveContainer width="100%" height={heightPx}>
            <LineChart data={data} margin={{ top: 8, right: 12, bottom: 0, left: 0 }} accessibilityLayer title={label}>
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
                ticks={ticks}
                tickFormatter={(index: number) => (places[index] === undefined ? '' : tickText(places[index]))}
                tickLine={false}
                axisLine={{ stroke: 'var(--sl-line-strong)' }}
                tick={{ fill: 'var(--sl-ink-muted)', fontSize: 11.5 }}
                interval="preserveStartEnd"
                minTickGap={14}
                padding={{ left: 12, right: 12 }}
              />
              <YAxis
                width={axis?.widthPx ?? 40}
                domain={[axis?.ticks[0] ?? 'auto', axis?.ticks.at(-1) ?? 'auto']}
                {...(axis === null ? {} : { ticks: axis.ticks })}
                tickFormatter={(value: number) => formatQuantity(value)}
                tickLine={false}
                axisLine={false}
                tick={{ fill: 'var(--sl-ink-muted)', fontSize: 11.5 }}
              />
              <Tooltip
                isAnimationActive={false}
                // In a gap too there is something to say.
                filterNull={false}
                cursor={{ stroke: 'var(--sl-line-strong)' }}
                content={({ active, label: index }) =>
                  active ? <ChartTooltip index={Number(index)} places={places} placeText={placeText} series={shown} all={series} /> : null
                }
              />
              {series.map((each, index) =>
                off.has(each.id) ? null : (
                  <Line
                    key={each.id}
                    type="linear"
                    dataKey={each.id}
                    name={each.name}
                    stroke={seriesStyle(index).color}
                    strokeDasharray={seriesStyle(index).dash ?? ''}
                    strokeWidth={2}
                    connectNulls={false}
                    isAnimationActive={false}
                    activeDot={{ r: 4, strokeWidth: 2, stroke: 'var(--sl-surface)' }}
                    dot={(props) => <Dot key={props.index} {...props} series={each} color={seriesStyle(index).color} all={dots} />}
                  />
                ),
              )}
            </LineChart>
          </ResponsiveContainer>
        </div>
        {showNumbers ? (
          <ChartNumbers label={label} places={places} placeText={placeText} series={shown} wide={numbers === 'below'} heightPx={heightPx} />
        ) : null}
      </div>
    </div>
  )
}

interface DotProps {
  cx?: number | undefined
  cy?: number | undefined
  index?: number
  series: ChartSeries
  color: string
  all: boolean
}

/** A square where tenants are missing from the sum; hollow where the number may still move; alone between gaps it is the only mark there is. */
function Dot({ cx, cy, index = 0, series, color, all }: DotProps): ReactElement {
  const alone = toPlot(series.values[index - 1]) === null && toPlot(series.values[index + 1]) === null
  if (cx === undefined || cy === undefined || toPlot(series.values[index]) === null || !(all || alone || series.lacks?.[index]))
    return <g />
  const open = series.open?.[index] ?? false
  if (series.lacks?.[index])
    return <rect x={cx - 3} y={cy - 3} width={6} height={6} fill="var(--sl-surface)" stroke={color} strokeWidth={1.75} />
  return (
    <circle cx={cx} cy={cy} r={open ? 3.5 : 2.6} fill={open ? 'var(--sl-surface)' : color} stroke={color} strokeWidth={open ? 1.75 : 0} />
  )
}

/** Only the drawing leaves the exact decimal. */
function toPlot(value: number | string | null | undefined): number | null {
  return value === null || value === undefined || value === '' ? null : Number(value)
}

function ticksOf(count: number): number[] {
  const step = Math.max(1, Math.ceil(count / 12))
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => count - 1 - index * step).reverse()
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(id)) next.add(id)
  return next
}

/** What a picture says of the series that are shown; each keeps the style of its place among all. */
const captionOf = (title: string, series: readonly ChartSeries[], shown: readonly ChartSeries[]): ChartCaption => ({
  title,
  series: series.flatMap((each, index) => (shown.includes(each) ? [{ name: each.name, ...seriesStyle(index) }] : [])),
})
