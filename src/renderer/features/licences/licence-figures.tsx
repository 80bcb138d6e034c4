/** The key figures of a month: people and costs. Assignments have their own figure, since they are not people. */

import type { ReactElement, ReactNode } from 'react'
import type { LicencesAnswer } from '../../../shared/contract/licence-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { KeyFigure, KeyFigures } from '../../components/key-figure.tsx'
import { Tag } from '../../components/tag.tsx'
import { UnitStateTag } from '../../components/unit-state-tag.tsx'
import { formatCount, formatQuantity } from '../../lib/format.ts'
import { useSkuNames, useTenants } from '../../lib/use-names.ts'
import { figureHelp } from '../help/help-texts.tsx'

export function LicenceFigures({ licences }: { licences: LicencesAnswer }): ReactElement {
  const { nameOf } = useTenants()
  const { people, cost, tenants, evidence } = licences
  const single = evidence.length === 1 ? evidence[0]?.snapshotId : undefined
  const coverage =
    tenants.with < tenants.expected ? (
      <Tag icon="gap" title={`Missing: ${tenants.missing.map(nameOf).join(', ')}`}>
        {tenants.with} of {tenants.expected} tenants
      </Tag>
    ) : undefined
  return (
    <KeyFigures>
      <Money
        label={figureNames.licenceCost}
        totals={cost.licences.totals}
        leftOut={cost.licences.leftOut.map((left) => licences.rows.find((row) => row.skuId === left)?.name ?? left)}
        help={figureHelp.licenceCost}
        unit={['licence', 'licences']}
      />
      {licences.dataset === 'petra.billable-users' ? (
        <Money
          label={figureNames.bill}
          totals={cost.vendor.totals}
          leftOut={cost.vendor.leftOut}
          help={figureHelp.vendorBill}
          state={billState(cost.vendor.lines)}
          unit={['tenant', 'tenants']}
        />
      ) : null}
      <KeyFigure
        label={peopleLabels[licences.dataset] ?? 'People listed'}
        help={figureHelp.people}
        value={people.holders}
        snapshotId={single ?? null}
        note={
          <>
            <span>{peopleNote(licences)}</span>
            {coverage}
          </>
        }
      />
      <KeyFigure
        label={figureNames.assigned}
        value={licences.assignments}
        help={figureHelp.assignments}
        note={formatCount(licences.rows.length, 'licence', 'different licences')}
      />
    </KeyFigures>
  )
}

const peopleLabels: Partial<Record<DatasetId, string>> = {
  'genesys.billable-usage': 'Billed',
  'genesys.licence-users': 'Licence users',
}

function peopleNote({ dataset, people }: LicencesAnswer): string {
  if (dataset === 'genesys.billable-usage') return 'people and devices'
  if (dataset === 'genesys.licence-users')
    return `${formatQuantity(people.recounted)} hold a licence, ${formatQuantity(people.disabled)} inactive`
  return `${formatQuantity(people.disabled)} disabled, ${formatQuantity(people.unknown)} unknown, ${formatQuantity(people.guests)} guests`
}

/** The bill is projected as long as any tenant's units are. */
function billState(lines: LicencesAnswer['cost']['vendor']['lines']): ReactElement | undefined {
  const states = new Set(lines.map((line) => line.state))
  if (states.has('projected')) return <UnitStateTag state="projected" />
  return states.has('settled') ? <UnitStateTag state="settled" /> : undefined
}

function Money({
  label,
  totals,
  leftOut,
  help,
  state,
  unit,
}: {
  label: string
  totals: { currency: string; amount: string }[]
  leftOut: string[]
  help: ReactNode
  state?: ReactNode
  /** The unit of what is left out, singular and plural. */
  unit: readonly [string, string]
}): ReactElement {
  const skuName = useSkuNames()
  const note =
    leftOut.length > 0 ? (
      <span title={leftOut.map(skuName).join(', ')}>{formatCount(leftOut.length, ...unit)} without a price</span>
    ) : undefined
  if (totals.length === 0) return <KeyFigure label={label} value={null} help={help} note={note ?? 'no price set'} />
  return (
    <>
      {totals.map((total) => (
        <KeyFigure
          key={total.currency}
          label={totals.length > 1 ? `${label} (${total.currency})` : label}
          value={total.amount}
          currency={total.currency}
          help={help}
          state={state}
          note={note}
        />
      ))}
    </>
  )
}
