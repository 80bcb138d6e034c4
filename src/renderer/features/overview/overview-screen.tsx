/** The first screen: a month's key figures, why they changed, every tenant, problems; on an empty history, the welcome. */
import { memo, type ReactElement, useMemo } from 'react'
import type { AttentionAnswer } from '../../../shared/contract/attention-answers.ts'
import type { OverviewAnswer } from '../../../shared/contract/overview-answers.ts'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { addMonths } from '../../../shared/domain/month.ts'
import { AfterPaint } from '../../components/after-paint.tsx'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FirstStep } from '../../components/first-step.tsx'
import { MonthPicker } from '../../components/month-picker.tsx'
import { Page } from '../../components/page.tsx'
import type { Address } from '../../lib/address.ts'
import { type ReadAnswer, useAnswer } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useMonthName } from '../../lib/use-month-name.ts'
import { BridgePanel } from '../bridge/bridge-panel.tsx'
import { ClosePanel } from '../close/close-panel.tsx'
import { Welcome } from '../connect/welcome.tsx'
import { DifferingNumbers } from '../differing/differing-numbers.tsx'
import { ExportMenu } from '../export/export-menu.tsx'
import { ForecastPanel } from '../forecast/forecast-panel.tsx'
import { Attention } from './attention.tsx'
import { DemoTour } from './demo-tour.tsx'
import classes from './overview.module.css'
import { OverviewFigures } from './overview-figures.tsx'
import { OverviewTenants } from './overview-tenants.tsx'
import { OverviewTrend } from './overview-trend.tsx'

export function OverviewScreen(): ReactElement {
  const [address, change] = useAddress()
  const info = useAnswer('app.info', {})
  const months = useAnswer('months.list', {})
  const overview = useAnswer('overview.get', overviewInput(address), { keepPrevious: true })
  const monthName = useMonthName()
  if (info.data?.empty) return <Welcome />
  const month = address.month ?? overview.data?.month
  return (
    <Page
      title="Overview"
      subtitle={overview.data ? monthName(overview.data.month) : undefined}
      tools={
        <>
          {months.data && month ? (
            <MonthPicker label="Month" months={months.data.months} value={month} onChange={(next) => change({ month: next })} />
          ) : null}
          <ExportMenu what={['month']} scope={month ? { month } : {}} disabled={overview.data ? nothingYet(overview.data) : true} />
        </>
      }
    >
      <Answer of={overview} what="the overview" lines={12}>
        {(value) => (
          <div className="stack">
            {info.data?.demo ? <DemoTour month={months.data?.openMonth ?? value.month} /> : null}
            <OverviewFigures overview={value} />
            <AfterPaint>
              <Below overview={value} />
            </AfterPaint>
          </div>
        )}
      </Answer>
    </Page>
  )
}

const overviewInput = ({ month }: Address): RouteInput<'overview.get'> => (month ? { month } : {})

/** Preloads what the screen shows first. */
export async function readOverview(read: ReadAnswer, address: Address): Promise<void> {
  await read('app.info', {})
  await read('overview.get', overviewInput(address))
}

/** The bridge from the month before; nothing if there are no figures of Petra tenants. */
function WhyOf({ overview: { bridge, month, figures } }: { overview: OverviewAnswer }): ReactElement | null {
  const monthName = useMonthName()
  if (figures.length === 0) return null
  const from = addMonths(month, -1)
  return <BridgePanel bridge={bridge} from={monthName(from)} to={monthName(month)} months={{ from, to: month }} />
}

// During a collection, the overview is refetched every few seconds, mostly with equal parts, which are not rendered again.
const Trend = memo(OverviewTrend)
const Tenants = memo(OverviewTenants)
const Items = memo(Attention)
const Why = memo(WhyOf)
const Differing = memo(DifferingNumbers)
const noCosts: AttentionAnswer['lines'] = []

function Below({ overview }: { overview: OverviewAnswer }): ReactElement {
  const [{ month }] = useAddress()
  const { data: moved } = useAnswer('approvals.moved', {})
  const months = useMemo(() => ({ from: addMonths(overview.month, -1), to: overview.month }), [overview.month])
  const { data: costs } = useAnswer('attention.get', { items: false, ...(month ? { month } : {}) })
  const items = useMemo(() => [...overview.attention, ...(moved ?? [])], [overview.attention, moved])
  return (
    <>
      {nothingYet(overview) ? (
        <EmptyState icon="refresh" title="Figures appear after the first collection" actions={<FirstStep />} compact>
          Vendors limit the number of requests, so collecting many tenants takes time. Activity shows the queue.
        </EmptyState>
      ) : (
        <>
          <div className={classes.split}>
            <Why overview={overview} />
            <Items items={items} costs={costs?.lines ?? noCosts} />
          </div>
          <Differing numbers={overview.numbers} months={months} />
          <ClosePanel month={month ?? null} />
          <ForecastPanel month={overview.month} />
          <Trend month={overview.month} />
        </>
      )}
      <Tenants tenants={overview.tenants} month={overview.month} />
    </>
  )
}

/** Whether there is a connection but no snapshot yet, and no problem that explains that. */
const nothingYet = (overview: OverviewAnswer): boolean =>
  overview.attention.length === 0 && overview.tenants.every((each) => each.lastSnapshotAt === null)
