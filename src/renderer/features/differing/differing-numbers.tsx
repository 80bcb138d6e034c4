/** Reported, listed and recounted, if they differ: the vendor's total, the length of its list, and our count of that list. */

import type { ReactElement, ReactNode } from 'react'
import { useState } from 'react'
import type { DifferingNumbers as Numbers, ThreeNumbers } from '../../../shared/contract/figure-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { Delta } from '../../components/delta.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Panel } from '../../components/panel.tsx'
import { formatCount, formatQuantity } from '../../lib/format.ts'
import { TenantLink } from '../bridge/part-links.tsx'
import { figureHelp } from '../help/help-texts.tsx'
import classes from './differing.module.css'

const figures = [
  ['reported', figureNames.reported, 'the vendor’s total'],
  ['listed', figureNames.listed, 'entries of its list'],
  ['recounted', figureNames.recounted, 'people with a billed licence'],
] as const

interface DifferingNumbersProps {
  numbers: Numbers
  /** Changes of the totals, on a screen that compares two months. */
  deltas?: ThreeNumbers
  /** For all tenants: the months of links to a tenant's own changes. Absent for one tenant. */
  months?: { from: string; to: string }
}

/** Renders nothing if the numbers agree in every tenant. */
export function DifferingNumbers({ numbers: { total, tenants }, deltas, months }: DifferingNumbersProps): ReactElement | null {
  const [open, setOpen] = useState(false)
  if (tenants.length === 0) return null
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
        months ? (
          <button type="button" className="text-button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide the tenants' : `In ${formatCount(tenants.length, 'tenant', 'tenants')}`}
          </button>
        ) : undefined
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className={classes.scroll} aria-label="Reported, listed and recounted" tabIndex={0}>
        <table className={classes.numbers}>
          <thead>
            <tr>
              {months ? <th scope="col">Tenant</th> : null}
              {figures.map(([figure, label, meaning]) => (
                <th key={figure} scope="col">
                  {label} <span className={classes.meaning}>{meaning}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Row name={months ? 'All tenants' : null} numbers={total} deltas={deltas} />
            {open && months
              ? tenants.map((each) => <Row key={each.tenant} name={<TenantLink tenant={each.tenant} months={months} />} numbers={each} />)
              : null}
          </tbody>
        </table>
      </section>
    </Panel>
  )
}

function Row({ name, numbers, deltas }: { name: ReactNode; numbers: ThreeNumbers; deltas?: ThreeNumbers | undefined }): ReactElement {
  return (
    <tr>
      {name ? <th scope="row">{name}</th> : null}
      {figures.map(([figure]) => (
        <td key={figure}>
          {formatQuantity(numbers[figure])} {deltas ? <Delta value={deltas[figure]} /> : null}
        </td>
      ))}
    </tr>
  )
}
