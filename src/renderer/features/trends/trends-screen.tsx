/** Any figure over days or months, added up or per tenant, optionally with the year before. */
import { MultiSelect, SegmentedControl, Select, Switch } from '@mantine/core'
import { type ReactElement, useMemo, useState } from 'react'
import type { FigureChoice } from '../../../shared/contract/figure-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FirstStep } from '../../components/first-step.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Icon } from '../../components/icon.tsx'
import { MonthRange, spanPresets } from '../../components/month-range.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import type { Address } from '../../lib/address.ts'
import { type ReadAnswer, useAnswer } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useTenants } from '../../lib/use-names.ts'
import { readTenantAndMonth, useTenantAndMonth } from '../../lib/use-tenant-and-month.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import { figureHelp, helpOfFigure } from '../help/help-texts.tsx'
import { chosenTrend, isMoney, trendInput } from './chosen-trend.ts'
import { TrendView } from './trend-view.tsx'
import classes from './trends.module.css'

export function TrendsScreen(): ReactElement {
  const [address, change] = useAddress()
  const { months } = useTenantAndMonth()
  const figures = useAnswer('trend.figures', {})
  const { tenants, nameOf } = useTenants()
  const [lastYear, setLastYear] = useState(false)
  const trend = chosenTrend(address, figures.data, months.data)
  const { figure, tenants: chosen, sum, grain, from, to } = trend
  const choice = figures.data?.find((each) => each.figure === figure)
  const addable = choice?.addable ?? true
  const options = useMemo(() => figureOptions(figures.data ?? []), [figures.data])

  return (
    <Page
      title="Trends"
      subtitle={choice?.label}
      tools={
        <ExportMenu
          what={['trend']}
          scope={{ figure, grain, ...(chosen.length > 0 ? { tenants: chosen } : {}), ...(from && to ? { from, to } : {}) }}
          disabled={!from || choice === undefined}
        />
      }
    >
      {figures.data?.length === 0 ? null : (
        <Panel
          title="Figure and period"
          help={
            <HelpTip about={choice?.label ?? 'this figure'}>
              {helpOfFigure(figure)}
              {figureHelp.sum}
              {figureHelp.gap}
            </HelpTip>
          }
        >
          <div className={classes.controls}>
            <Select
              label="Figure"
              size="xs"
              className={classes.figure ?? ''}
              data={options}
              value={figures.data ? figure : null}
              placeholder="loading"
              disabled={!figures.data}
              searchable
              maxDropdownHeight={380}
              nothingFoundMessage="No figure has this name"
              onChange={(next) => next && change({ figure: next })}
            />
            <MultiSelect
              label="Tenants"
              size="xs"
              className={classes.tenants ?? ''}
              data={tenants.map(({ id }) => ({ value: String(id), label: nameOf(id) }))}
              value={chosen.map(String)}
              placeholder={chosen.length === 0 ? 'All tenants' : ''}
              searchable
              clearable
              limit={200}
              maxDropdownHeight={320}
              leftSection={<Icon name="tenant" size={14} />}
              onChange={(next) => change({ tenants: next.length > 0 ? next.map(Number) : undefined, tenant: undefined })}
            />
            {tenants.length > 1 ? (
              <Field label="Show tenants">
                <SegmentedControl
                  aria-label="Combined or separate"
                  value={sum ? 'sum' : 'each'}
                  disabled={!addable}
                  onChange={(next) => change({ tab: next === 'each' ? 'each' : undefined })}
                  data={[
                    { value: 'sum', label: 'Combined' },
                    { value: 'each', label: 'Separate' },
                  ]}
                />
              </Field>
            ) : null}
            <Field label="By">
              <SegmentedControl
                aria-label="By month or day"
                value={grain}
                disabled={isMoney(figure)}
                onChange={(next) => change({ grain: next === 'day' ? 'day' : undefined, from: undefined })}
                data={[
                  { value: 'month', label: 'Month' },
                  { value: 'day', label: 'Day' },
                ]}
              />
            </Field>
            {months.data && from && to ? (
              <Field label="Months">
                <MonthRange
                  label="Months"
                  months={months.data.months}
                  from={from}
                  to={to}
                  presets={spanPresets(months.data.openMonth, months.data.months.at(-1)?.month ?? from)}
                  onChange={(next) => change({ from: next.from, to: undefined, month: next.to })}
                />
              </Field>
            ) : null}
            {grain === 'month' && sum ? (
              <Switch
                className={classes.switch ?? ''}
                size="xs"
                label="Compare with last year"
                checked={lastYear}
                onChange={(event) => setLastYear(event.currentTarget.checked)}
              />
            ) : null}
          </div>
          {!addable && choice?.reason ? <p className={classes.note}>{choice.reason}</p> : null}
        </Panel>
      )}
      <Answer of={figures} what="the figures">
        {(value) =>
          value.length === 0 || !from || !to ? (
            <EmptyState icon="trends" title="No figure yet" actions={<FirstStep />}>
              Figures appear after the first collection.
            </EmptyState>
          ) : (
            <TrendView input={trendInput(trend, from, to)} lastYear={lastYear && grain === 'month' && sum} />
          )
        }
      </Answer>
    </Page>
  )
}

/** Preloads what the screen shows first for an address. */
export async function readTrends(read: ReadAnswer, address: Address): Promise<void> {
  const figures = await read('trend.figures', {})
  const trend = chosenTrend(address, figures, (await readTenantAndMonth(read, address)).months)
  if (figures.length > 0 && trend.from !== null && trend.to !== null) await read('trend.get', trendInput(trend, trend.from, trend.to))
}

function Field({ label, children }: { label: string; children: ReactElement }): ReactElement {
  return (
    <div className={classes.field}>
      <span className={classes.fieldLabel} aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  )
}

/** The picker's options, grouped by kind of figure. */
function figureOptions(figures: FigureChoice[]): { group: string; items: { value: string; label: string }[] }[] {
  const groupOf = (figure: FigureChoice['figure']): string => {
    if (isMoney(figure)) return 'Money'
    if (figure.startsWith('sku:')) return 'Holders of a licence'
    if (figure.startsWith('used:')) return 'Genesys: used'
    if (figure.startsWith('committed:')) return 'Genesys: committed'
    return figure.startsWith('usage:') ? 'Petra’s totals' : 'Users and units'
  }
  const groups = new Map<string, { value: string; label: string }[]>()
  for (const each of figures)
    groups.set(groupOf(each.figure), [...(groups.get(groupOf(each.figure)) ?? []), { value: each.figure, label: each.label }])
  return [...groups].map(([group, items]) => ({ group, items }))
}
