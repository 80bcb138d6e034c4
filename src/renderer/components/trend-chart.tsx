/** A trend chart: lines broken at gaps, a legend that toggles series, a table of exact numbers, and saving as a picture. */
import { ActionIcon } from '@mantine/core'
import { type ReactElement, useMemo, useRef, useState } from 'react'
import { formatMoney, formatQuantity } from '../lib/format.ts'
import { useZeroAxis } from './axis-toggle.tsx'
import classes from './chart.module.css'
import { ChartNumbers } from './chart-numbers.tsx'
import { type ChartCaption, saveChartPicture } from './chart-picture.ts'
import { ChartPlot, type ChartPlotProps } from './chart-plot.tsx'
import { type ChartSeries, seriesStyle, toPlot } from './chart-series.ts'
import { Icon } from './icon.tsx'

interface TrendChartProps
  extends Pick<ChartPlotProps, 'label' | 'places' | 'placeText' | 'series'>,
    Partial<Pick<ChartPlotProps, 'tickText' | 'heightPx'>> {
  /** Whether the value axis starts at zero initially, because the chart compares sizes. */
  fromZero?: boolean
  numbers?: 'beside' | 'below' | 'off'
  /** The currency of the values, if they are money. */
  currency?: string | null
}

export function TrendChart({
  label,
  places,
  placeText,
  tickText = placeText,
  series,
  heightPx = 260,
  fromZero = false,
  numbers = 'beside',
  currency = null,
}: TrendChartProps): ReactElement {
  const drawing = useRef<HTMLDivElement>(null)
  const [off, setOff] = useState<ReadonlySet<string>>(new Set())
  const [showNumbers, setShowNumbers] = useState(numbers !== 'off')
  const shown = series.filter((each) => !off.has(each.id))
  const values = useMemo(() => series.filter((each) => !off.has(each.id)).flatMap((each) => each.values.map(toPlot)), [series, off])
  const { axis, toggle } = useZeroAxis(values, fromZero)
  const valueText = currency === null ? formatQuantity : (value: number | string) => formatMoney(String(value), currency)

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
          {toggle}
          <ActionIcon
            aria-label="Exact numbers"
            title={showNumbers ? 'Hide the numbers' : 'Show the exact numbers'}
            aria-pressed={showNumbers}
            onClick={() => setShowNumbers(!showNumbers)}
          >
            <Icon name="licences" size={16} />
          </ActionIcon>
          <ActionIcon
            aria-label="Save as a picture"
            title="Save as a picture"
            onClick={() => void saveChartPicture(drawing.current, captionOf(label, series, shown))}
          >
            <Icon name="image" size={16} />
          </ActionIcon>
        </div>
      </div>
      <div className={classes.split} data-numbers={numbers === 'below' ? 'below' : 'beside'} ref={drawing}>
        <ChartPlot
          label={label}
          places={places}
          placeText={placeText}
          tickText={tickText}
          valueText={valueText}
          series={series}
          axis={axis}
          off={off}
          heightPx={heightPx}
        />
        {showNumbers ? (
          <ChartNumbers
            label={label}
            places={places}
            placeText={placeText}
            valueText={valueText}
            series={shown}
            wide={numbers === 'below'}
            heightPx={heightPx}
          />
        ) : null}
      </div>
    </div>
  )
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(id)) next.add(id)
  return next
}

/** The caption of the saved picture. Each series keeps its style from the screen. */
const captionOf = (title: string, series: readonly ChartSeries[], shown: readonly ChartSeries[]): ChartCaption => ({
  title,
  series: series.flatMap((each, index) => (shown.includes(each) ? [{ name: each.name, ...seriesStyle(index) }] : [])),
})
