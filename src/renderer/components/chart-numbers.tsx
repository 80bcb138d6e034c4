/** A chart's exact numbers as a table, newest first, each linked to its snapshot. */
import type { ReactElement } from 'react'
import { formatQuantity } from '../lib/format.ts'
import classes from './chart.module.css'
import type { ChartSeries } from './chart-series.ts'
import { EvidenceLink } from './evidence-link.tsx'

interface ChartNumbersProps {
  label: string
  places: readonly string[]
  placeText: (place: string) => string
  valueText: (value: number | string) => string
  series: readonly ChartSeries[]
  wide: boolean
  heightPx: number
}

/** About 13 months of days. More rows would render slowly; a note says how many are left out. */
const maxRows = 400

export function ChartNumbers({ label, places, placeText, valueText, series, wide, heightPx }: ChartNumbersProps): ReactElement {
  const order = places.map((_, index) => index).reverse()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <section className={classes.numbers} aria-label={`Exact numbers: ${label}`} tabIndex={0} style={{ maxHeight: heightPx }}>
      <table style={wide ? { width: '100%' } : undefined}>
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Time</span>
            </th>
            {series.map((each) => (
              <th scope="col" key={each.id} title={each.name}>
                <bdi>{each.name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {order.slice(0, maxRows).map((index) => (
            <tr key={places[index]}>
              <th scope="row">{placeText(places[index] ?? '')}</th>
              {series.map((each) => {
                const value = each.values[index] ?? null
                return (
                  <td key={each.id}>
                    {value === null ? (
                      <span className={classes.gap}>gap</span>
                    ) : (
                      <EvidenceLink snapshotId={each.snapshotIds?.[index]}>{valueText(value)}</EvidenceLink>
                    )}
                    {each.open?.[index] && value !== null ? <span title="so far, may still change"> *</span> : null}
                    {each.lacks?.[index] && value !== null ? <span className={classes.lacks}>{each.lacks[index]}</span> : null}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {order.length > maxRows ? (
        <p>
          The newest {formatQuantity(maxRows)} of {formatQuantity(order.length)}. For earlier ones choose an earlier end.
        </p>
      ) : null}
    </section>
  )
}
