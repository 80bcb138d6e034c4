/** Reported, listed and recounted, where they differ: the vendor's total, its list, and our count of that list. */
import type { ReactElement, ReactNode } from 'react'
import { useState } from 'react'
import type { Change } from '../../../shared/contract/diff-answers.ts'
import { Delta } from '../../components/delta.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Panel } from '../../components/panel.tsx'
import { formatCount, formatQuantity } from '../../lib/format.ts'
import { figureHelp } from '../help/help-texts.tsx'
import classes from './changes.module.css'

const figures = [
  ['reported', 'Reported', 'the vendor’s total'],
  ['listed', 'Listed', 'entries of its list'],
  ['recounted', 'Recounted', 'people with a billed licence'],
] as const

type Totals = Record<(typeof figures)[number][0], Change>

interface DifferingNumbersProps {
  totals: Totals
  /** Of all tenants: each one, to name those in which the numbers differ. */
  tenants?: { tenant: number; name: ReactNode; totals: Totals }[]
}

export function DifferingNumbers({ totals, tenants = [] }: DifferingNumbersProps): ReactElement | null {
  const [open, setOpen] = useState(false)
  if (!differ(totals)) return null
  const differing = tenants.filter((each) => differ(each.totals))
  return (
    <Panel
      title="The vendor’s own numbers differ"
      help={
        <HelpTip about="Reported, listed and recounted">
          {figureHelp.listed}
          {figureHelp.recounted}
        </HelpTip>
      }
      actions={
        differing.length > 0 ? (
          <button type="button" className={classes.by} aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide the tenants' : `In ${formatCount(differing.length, 'tenant', 'tenants')}`}
          </button>
        ) : undefined
      }
    >
      <table className={classes.numbers}>
        <thead>
          <tr>
            {tenants.length > 0 ? <th scope="col">Tenant</th> : null}
            {figures.map(([figure, label, meaning]) => (
              <th key={figure} scope="col">
                {label} <span className={classes.meaning}>{meaning}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Numbers name={tenants.length > 0 ? 'All tenants' : null} totals={totals} />
          {open ? differing.map((each) => <Numbers key={each.tenant} name={each.name} totals={each.totals} />) : null}
        </tbody>
      </table>
    </Panel>
  )
}

/** Whether the later side's known numbers are not all the same. */
function differ(totals: Totals): boolean {
  return new Set(figures.flatMap(([figure]) => totals[figure].after ?? [])).size > 1
}

function Numbers({ name, totals }: { name: ReactNode; totals: Totals }): ReactElement {
  return (
    <tr>
      {name ? <th scope="row">{name}</th> : null}
      {figures.map(([figure]) => (
        <td key={figure}>
          {formatQuantity(totals[figure].after)} <Delta value={totals[figure].delta} />
        </td>
      ))}
    </tr>
  )
}
