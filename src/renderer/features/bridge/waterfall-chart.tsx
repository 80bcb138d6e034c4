/** The waterfall of one figure: two numbers with a bar for each reason between them, at full width. Arrow keys move between bars. */
import { type ReactElement, useMemo, useRef } from 'react'
import { Bar, BarChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { useZeroAxis } from '../../components/axis-toggle.tsx'
import chart from '../../components/chart.module.css'
import { axisFontPx, textWidthPx } from '../../components/chart-axis.ts'
import { useWidth } from '../../components/use-width.ts'
import { formatMoney, formatQuantity } from '../../lib/format.ts'
import classes from './waterfall.module.css'
import { linesWithin, type WaterfallStep } from './waterfall-steps.ts'

interface WaterfallChartProps {
  /** The accessible name: the figure and both months. */
  label: string
  steps: readonly WaterfallStep[]
  currency: string | null
}

const heightPx = 250
const linePx = 14
const marginPx = 8
/** Room for the label above a bar. */
const abovePx = 18

export function WaterfallChart({ label, steps, currency }: WaterfallChartProps): ReactElement {
  const place = useRef<HTMLDivElement>(null)
  const widthPx = useWidth(place)
  const ends = useMemo(() => steps.flatMap(({ low, high }) => [low, high]), [steps])
  const { axis, toggle } = useZeroAxis(ends)
  const [least, most] = [axis.ticks[0] ?? 0, axis.ticks.at(-1) ?? 1]
  const value = (text: string): string => (currency === null ? formatQuantity(text) : formatMoney(text, currency))
  const change = (text: string): string =>
    currency === null ? (Number(text) > 0 ? '+' : '') + formatQuantity(text) : formatMoney(text, currency, 'exceptZero')
  const data = useMemo(
    () => steps.map((step, index) => ({ index, step, ends: step.reason === null ? [least, step.high] : [step.low, step.high] })),
    [steps, least],
  )
  const bandPx = Math.max(1, (widthPx - axis.widthPx - marginPx) / Math.max(1, steps.length))
  const names = useMemo(() => steps.map(({ name }) => linesWithin(name, bandPx - 8, textWidthPx)), [steps, bandPx])
  const namesPx = linePx * Math.max(1, ...names.map((lines) => lines.length)) + 10

  return (
    <div className={classes.waterfall}>
      <div className={classes.axis}>{toggle}</div>
      <div className={chart.plot} ref={place} style={{ height: heightPx }}>
        {widthPx > 0 ? (
          <BarChart
            width={widthPx}
            height={heightPx}
            data={data}
            margin={{ top: abovePx, right: marginPx, bottom: 0, left: 0 }}
            barCategoryGap="18%"
            accessibilityLayer
            title={label}
          >
            <CartesianGrid vertical={false} stroke="var(--sl-line)" />
            <XAxis
              dataKey="index"
              height={namesPx}
              interval={0}
              tickLine={false}
              axisLine={{ stroke: 'var(--sl-line-strong)' }}
              tick={({ x, y, payload }) => <Name x={Number(x)} y={Number(y)} lines={names[Number(payload.value)] ?? []} />}
            />
            <YAxis
              width={axis.widthPx}
              domain={[least, most]}
              ticks={axis.ticks}
              tickFormatter={(tick: number) => formatQuantity(tick)}
              tickLine={false}
              axisLine={false}
              tick={{ fill: 'var(--sl-ink-muted)', fontSize: axisFontPx }}
              interval={0}
            />
            {steps.slice(0, -1).map((step, index) => (
              // Connects the end of a bar to the start of the next one.
              <ReferenceLine
                key={step.name}
                segment={[
                  { x: index, y: Number(step.total) },
                  { x: index + 1, y: Number(step.total) },
                ]}
                stroke="var(--sl-line-strong)"
                strokeDasharray="2 3"
              />
            ))}
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--sl-surface-hover)' }}
              content={({ active, label: index }) => {
                const step = active ? steps[Number(index)] : undefined
                return step === undefined ? null : <StepFacts step={step} value={value} change={change} />
              }}
            />
            <Bar
              dataKey="ends"
              isAnimationActive={false}
              // biome-ignore lint/suspicious/noExplicitAny: the library types a shape's properties as `any`
              shape={(props: any) => {
                const step = steps[Number(props.index)]
                return step === undefined ? (
                  <g />
                ) : (
                  <StepBar
                    x={props.x}
                    y={Math.min(props.y, props.y + props.height)}
                    width={props.width}
                    height={Math.abs(props.height)}
                    step={step}
                    text={step.delta === null ? value(step.total) : change(step.delta)}
                  />
                )
              }}
            />
          </BarChart>
        ) : null}
      </div>
    </div>
  )
}

function Name({ x, y, lines }: { x: number; y: number; lines: readonly string[] }): ReactElement {
  return (
    <text x={x} y={y + 6} textAnchor="middle" fill="var(--sl-ink-muted)" fontSize={axisFontPx}>
      {lines.map((line, at) => (
        <tspan key={line} x={x} dy={at === 0 ? 6 : linePx}>
          {line}
        </tspan>
      ))}
    </text>
  )
}

const colourOf = ({ delta }: WaterfallStep): string =>
  delta === null ? 'var(--sl-ink-muted)' : Number(delta) > 0 ? 'var(--sl-more)' : 'var(--sl-less)'

interface StepBarProps {
  x: number
  y: number
  width: number
  height: number
  step: WaterfallStep
  text: string
}

/** A bar with its number above it. A very small change is drawn as a line. */
function StepBar({ x, y, width, height, step, text }: StepBarProps): ReactElement {
  const shownPx = Math.max(2, height)
  return (
    <g>
      <rect x={x} y={y} width={width} height={shownPx} rx={2} fill={colourOf(step)} fillOpacity={step.delta === null ? 0.55 : 0.9} />
      <text
        x={x + width / 2}
        y={y - 5}
        textAnchor="middle"
        fill="var(--sl-ink)"
        fontSize={axisFontPx}
        fontWeight={step.delta === null ? 600 : 450}
      >
        {text}
      </text>
    </g>
  )
}

interface StepFactsProps {
  step: WaterfallStep
  value: (text: string) => string
  change: (text: string) => string
}

function StepFacts({ step, value, change }: StepFactsProps): ReactElement {
  return (
    <div className={`${chart.tooltip} ${classes.step}`}>
      <div className={chart.tooltipTitle}>{step.name}</div>
      {step.delta === null ? (
        <b>{value(step.total)}</b>
      ) : (
        <>
          <b>{change(step.delta)}</b>
          <span>running total {value(step.total)}</span>
        </>
      )}
    </div>
  )
}
