/** The number of people in a month, by the state of their account, and of their licences. */
import type { ReactElement } from 'react'
import type { LicencesAnswer } from '../../../shared/contract/licence-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { KeyFigure, KeyFigures } from '../../components/key-figure.tsx'
import { formatCount } from '../../lib/format.ts'
import { useMonthName } from '../../lib/use-month-name.ts'
import { figureHelp } from '../help/help-texts.tsx'

export function PeopleTotals({ licences: { people, month, tenants, assignments, rows } }: { licences: LicencesAnswer }): ReactElement {
  const monthName = useMonthName()
  const coverage =
    tenants.with < tenants.expected
      ? `${tenants.with} of ${formatCount(tenants.expected, 'tenant', 'tenants')}`
      : formatCount(tenants.expected, 'tenant', 'tenants')
  return (
    <KeyFigures>
      <KeyFigure label="People listed" value={people.holders} help={figureHelp.people} note={`${monthName(month)}, ${coverage}`} />
      <KeyFigure label={figureNames.disabled} value={people.disabled} help={figureHelp.disabled} />
      <KeyFigure label="Unknown accounts" value={people.unknown} note="the vendor does not say" />
      <KeyFigure label="Guests" value={people.guests} />
      <KeyFigure
        label={figureNames.assigned}
        value={assignments}
        help={figureHelp.assignments}
        note={formatCount(rows.length, 'licence', 'different licences')}
      />
    </KeyFigures>
  )
}
