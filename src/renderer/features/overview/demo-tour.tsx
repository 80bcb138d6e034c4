/** A guided tour of the demo: questions, each with a link to the screen that answers it. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { addMonths } from '../../../shared/domain/month.ts'
import { Panel } from '../../components/panel.tsx'
import { formatMonth } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useCollectProgress } from '../../lib/tasks.ts'
import { useSetting } from '../settings/use-setting.ts'
import classes from './overview.module.css'

export function DemoTour({ month }: { month: string }): ReactElement | null {
  const { set } = useSetting()
  const isShown = useAnswer('settings.get', {}).data?.demoTour
  const back = (months: number) => addMonths(month, -months)
  // In a demo, the only collection is the filling of its history.
  const filling = useCollectProgress()
  if (isShown !== true) return null
  return (
    <Panel
      title="What to look at in this demo"
      actions={
        <Button variant="subtle" size="compact-sm" onClick={() => set('demoTour', false)}>
          Hide the tour
        </Button>
      }
      note={
        filling?.running ? `Its history is still being made, from the oldest month on. It now reaches ${formatMonth(month)}.` : undefined
      }
    >
      <ol className={classes.tour}>
        <li>
          <Link to="/changes" search={{ from: back(2), month: back(1) }}>
            Why did the bill change, and who was added or removed?
          </Link>{' '}
          Everyone added or removed between two month-ends, with the cost impact. Choose a tenant to see its people.
        </li>
        <li>
          <Link to="/trends">Which month has no data?</Link> A month without a snapshot is shown as a gap, never as zero.
        </li>
        <li>
          <Link to="/changes" search={{ from: back(4), month: back(3) }}>
            When did the vendor’s total differ from its list?
          </Link>{' '}
          In {formatMonth(back(3))} one tenant’s total was larger than its list. Reported, listed and recounted users are shown side by
          side.
        </li>
        <li>
          <Link to="/licences">Which paid licences are not used?</Link> Disabled accounts that still hold a licence, and licences that
          overlap.
        </li>
        <li>
          <Link to="/people">Who held which licence, and since when?</Link> Find a person in any tenant, with a timeline of the licences.
        </li>
        <li>
          <Link to="/usage">Which commitments are exceeded or unused?</Link> Genesys charges: used, committed, allowance and over.
        </li>
        <li>Export, above: the month’s workbook with its totals as formulas and the evidence behind each figure.</li>
      </ol>
    </Panel>
  )
}
