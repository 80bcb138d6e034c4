/** The first screen: key figures and their changes, stale tenants, problems; on an empty history, the welcome. */
import { memo, type ReactElement, useMemo } from 'react'
import type { OverviewAnswer } from '../../../shared/contract/overview-answers.ts'
import { AfterPaint } from '../../components/after-paint.tsx'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FirstStep } from '../../components/first-step.tsx'
import { Page } from '../../components/page.tsx'
import { formatMonth } from '../../lib/format.ts'
import { overviewRoutes } from '../../lib/overview-requests.ts'
import { type ReadAnswer, useAnswer } from '../../lib/query.ts'
import { Welcome } from '../connect/welcome.tsx'
import { ExportMenu } from '../export/export-menu.tsx'
import { Attention } from './attention.tsx'
import { DemoTour } from './demo-tour.tsx'
import classes from './overview.module.css'
import { OverviewFigures } from './overview-figures.tsx'
import { OverviewTenants } from './overview-tenants.tsx'
import { OverviewTrend } from './overview-trend.tsx'

export function OverviewScreen(): ReactElement {
  const info = useAnswer('app.info', {})
  const overview = useAnswer('overview.get', {})
  if (info.data?.empty) return <Welcome />
  return (
    <Page
      title="Overview"
      subtitle={overview.data ? formatMonth(overview.data.month) : undefined}
      tools={<ExportMenu what={['month']} disabled={overview.data ? nothingYet(overview.data) : true} />}
    >
      <Answer of={overview} what="the overview" lines={12}>
        {(value) => (
          <div className={classes.stack}>
            {info.data?.demo ? <DemoTour month={value.month} /> : null}
            <OverviewFigures figures={value.figures} />
            <AfterPaint>
              <Below overview={value} />
            </AfterPaint>
          </div>
        )}
      </Answer>
    </Page>
  )
}

/** Reads ahead what the screen shows first. */
export async function readOverview(read: ReadAnswer): Promise<void> {
  for (const route of overviewRoutes) await read(route, {})
}

// While a collection runs, the overview is read every few seconds, mostly with equal parts: those are not rendered again.
const Trend = memo(OverviewTrend)
const Tenants = memo(OverviewTenants)
const Items = memo(Attention)

function Below({ overview }: { overview: OverviewAnswer }): ReactElement {
  const { data: moved } = useAnswer('approvals.moved', {})
  const items = useMemo(() => [...overview.attention, ...(moved ?? [])], [overview.attention, moved])
  return (
    <>
      {nothingYet(overview) ? (
        <EmptyState icon="refresh" title="The first collection brings the figures" actions={<FirstStep />} compact>
          Vendors limit how often they may be asked, so many tenants take a while. Activity shows what is waiting.
        </EmptyState>
      ) : (
        <div className={classes.split}>
          <Trend month={overview.month} />
          <Items items={items} />
        </div>
      )}
      <Tenants tenants={overview.tenants} />
    </>
  )
}

/** Whether there is a connection but no snapshot yet, and no problem that explains it. */
const nothingYet = (overview: OverviewAnswer): boolean =>
  overview.attention.length === 0 && overview.tenants.every((each) => each.lastSnapshotAt === null)
