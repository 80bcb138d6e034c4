/** The exact values at one point of a chart's axis. */
import type { ReactElement } from 'react'
import classes from './chart.module.css'
import { type ChartSeries, seriesStyle } from './chart-series.ts'

interface ChartTooltipProps {
  index: number
  places: readonly string[]
  placeText: (place: string) => string
  valueText: (value: number | string) => string
  series: readonly ChartSeries[]
  /** Every series, hidden ones too: the index decides the colour. */
  all: readonly ChartSeries[]
}

export function ChartTooltip({ index, places, placeText, valueText, series, all }: ChartTooltipProps): ReactElement | null {
  const place = places[index]
  if (place === undefined) return null
  return (
    <div className={classes.tooltip}>
      <div className={classes.tooltipTitle}>{placeText(place)}</div>
      {series.slice(0, 12).map((each) => {
        const value = each.values[index] ?? null
        const style = seriesStyle(all.indexOf(each))
        return (
          <div className={classes.tooltipRow} key={each.id}>
            <svg width="14" height="8" aria-hidden="true">
              <line x1="0" x2="14" y1="4" y2="4" stroke={style.color} strokeWidth="2.5" strokeDasharray={style.dash} />
            </svg>
            <bdi>{each.name}</bdi>
            <b>{value === null ? <span className={classes.gap}>gap</span> : valueText(value)}</b>
            {each.open?.[index] && value !== null ? <span className={classes.gap}>projected</span> : null}
            {each.lacks?.[index] && value !== null ? <span className={classes.gap}>{each.lacks[index]}</span> : null}
          </div>
        )
      })}
      {series.length > 12 ? <div className={classes.gap}>and {series.length - 12} more</div> : null}
    </div>
  )
}
