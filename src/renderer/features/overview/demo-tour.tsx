/** A guided tour of the demo: questions, each with a link to the screen that answers it. */
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { addMonths } from '../../../shared/domain/month.ts'
import { Panel } from '../../components/panel.tsx'
import { formatMonth } from '../../lib/format.ts'
import { useCollectProgress } from '../../lib/tasks.ts'
import classes from './overview.module.css'

export function DemoTour({ month }: { month: string }): ReactElement {
  const back = (months: number) => addMonths(month, -months)
  // In a demo, only the filling runs.
  const filling = useCollectProgress()
  return (
    <Panel
      title="What to look at in this demo"
      note={filling?.running ? `Its history is still being made, from the oldest month on: up to ${formatMonth(month)} so far.` : undefined}
    >
      <ol className={classes.tour}>
        <li>
          <Link to="/changes" search={{ from: back(2), month: back(1) }}>
            Why did the number change, and who is it?
          </Link>{' '}
          Every joiner and leaver between two month-ends, and what they did to the bill. Choose one tenant to see its people.
        </li>
        <li>
          <Link to="/trends">Where is a month missing?</Link> A month without a snapshot is drawn as a gap, never as zero.
        </li>
        <li>
          <Link to="/changes" search={{ from: back(4), month: back(3) }}>
            When did the vendor disagree with its own list?
          </Link>{' '}
          In {formatMonth(back(3))} one tenant’s total was larger than its list: reported, listed and recounted are shown side by side.
        </li>
        <li>
          <Link to="/licences">Which licences cost money for nobody?</Link> Disabled accounts that still hold one, and suites that overlap.
        </li>
        <li>
          <Link to="/people">Who held what, and since when?</Link> Find anyone across all tenants, with an honest time line.
        </li>
        <li>
          <Link to="/usage">Which commitments are exceeded or unused?</Link> Genesys charges: used, committed, allowed and over.
        </li>
        <li>Export, above: the month’s workbook with its totals as formulas and the evidence behind each figure.</li>
      </ol>
    </Panel>
  )
}
