/** Short explanations of figures, each with a link to the full rule. */
import type { ReactElement } from 'react'
import type { FigureName } from '../../../shared/contract/figure-answers.ts'
import { RuleLink } from '../../components/rule-link.tsx'

const whyThree = (
  <p>
    Reported, listed and recounted users can differ: the total may include people who are not on the list, the list may name someone twice,
    and people on it may hold only licences that are not billed. They are shown side by side and never merged.
  </p>
)

/** The explanations by topic. */
export const figureHelp = {
  reported: (
    <>
      <p>
        <strong>Reported users</strong> is the vendor’s own total of billable users, as sent. It is never recalculated.
      </p>
      {whyThree}
      <RuleLink rule="three" />
    </>
  ),
  listed: (
    <>
      <p>
        <strong>Listed users</strong> is the number of entries in the vendor’s list, including duplicates and entries without an id.
      </p>
      {whyThree}
      <RuleLink rule="three" />
    </>
  ),
  recounted: (
    <>
      <p>
        <strong>Recounted users</strong> is Seatledger’s count: distinct people who hold at least one licence that the vendor bills.
        Licences marked “not billed by the vendor” do not count.
      </p>
      {whyThree}
      <RuleLink rule="three" />
    </>
  ),
  units: (
    <>
      <p>
        <strong>Billable units</strong> are what the vendor expects to bill for the month, including partial months.
      </p>
      <p>
        They are <strong>projected</strong> until the month is over and its last day has been collected again. After that, they are{' '}
        <strong>settled</strong>.
      </p>
      <RuleLink rule="units" />
    </>
  ),
  disabled: (
    <>
      <p>
        <strong>Disabled accounts</strong> are people whose account the vendor marks as disabled. If the vendor does not say, the account is
        unknown and not counted here.
      </p>
      <RuleLink rule="disabled" />
    </>
  ),
  totals: (
    <>
      <p>
        <strong>The vendor’s totals</strong> are its totals for all tenants on the last day of the month: users with a licence, billable
        units, and the share of partial months. They do not replace the figures from the lists.
      </p>
      <RuleLink rule="units" />
    </>
  ),
  people: (
    <>
      <p>
        <strong>People listed</strong> are the distinct ids in the vendor’s lists, with or without licences. Entries without an id are not
        counted.
      </p>
      <RuleLink rule="three" />
    </>
  ),
  assignments: (
    <>
      <p>
        <strong>Assigned</strong> counts licences, not people: someone who holds two licences counts twice. It is the sum of the holders of
        the licences below.
      </p>
      <RuleLink rule="sum" />
    </>
  ),
  approved: (
    <>
      <p>
        <strong>Approved</strong> stores every figure of a month, with its snapshots. Nothing is locked: figures that a later snapshot or
        rule changes are shown next to the approved ones.
      </p>
      <RuleLink rule="approved" />
    </>
  ),
  licenceCost: (
    <>
      <p>Each licence’s price × its holders at month end, rounded line by line. Licences without a price are left out and listed.</p>
      <RuleLink rule="cost" />
    </>
  ),
  vendorBill: (
    <>
      <p>Units × the connection’s unit price. Never added to the licence cost.</p>
      <RuleLink rule="cost" />
    </>
  ),
  gap: (
    <>
      <p>
        A <strong>gap</strong> is a month or a day without a usable snapshot. It is not zero, and no earlier value is carried over.
      </p>
      <RuleLink rule="gap" />
    </>
  ),
  sum: (
    <>
      <p>
        <strong>Sums over tenants</strong> show how many of the expected tenants they include. A change is the difference between the two
        numbers shown, including new tenants and tenants that left. Tenants that cannot be compared are listed and excluded from both
        numbers.
      </p>
      <RuleLink rule="sum" />
    </>
  ),
  over: (
    <>
      <p>
        <strong>Over</strong> is the quantity used beyond the commitment and the allowance of the same part number and unit, and never less
        than zero.
      </p>
      <RuleLink rule="over" />
    </>
  ),
  committed: (
    <>
      <p>
        <strong>Commitment cost</strong> is what the contract commits to pay: each commitment × its prepaid price, rounded line by line.
      </p>
      <p>
        <strong>Final</strong> means that two readings at least three days apart, both after the period’s end, were equal. Until then, the
        vendor can still change it.
      </p>
      <RuleLink rule="over" />
    </>
  ),
  thirdParty: (
    <>
      <p>Charges of other companies that the vendor passes on. They have a separate subtotal and are not in any other total.</p>
      <RuleLink rule="over" />
    </>
  ),
  unused: (
    <>
      <p>
        <strong>Unused commitments</strong> are charges with a commitment of which nothing was used in this period. They are billed anyway.
      </p>
      <RuleLink rule="over" />
    </>
  ),
  closing: (
    <>
      <p>
        <strong>Closing a month</strong> is a checklist. No step blocks the next. A vendor’s later change to an approved month is a
        correction: the approved figure stays, and the difference is a line of a later month.
      </p>
      <RuleLink rule="closing" />
    </>
  ),
  attention: (
    <>
      <p>
        <strong>Costs to check</strong> are costs that could perhaps be avoided. Each is counted once; different costs and currencies are
        never added. A muted item stays in the list but is not counted or summed.
      </p>
      <RuleLink rule="attention" />
    </>
  ),
} satisfies Record<string, ReactElement>

/** The explanation of a figure in Trends. */
export function helpOfFigure(figure: FigureName): ReactElement {
  if (figure === 'usage:licensed' || figure === 'usage:units' || figure === 'usage:prorating') return figureHelp.totals
  if (figure === 'reported' || figure === 'listed' || figure === 'recounted' || figure === 'units' || figure === 'disabled')
    return figureHelp[figure]
  if (/^bill(:|$)/.test(figure)) return figureHelp.vendorBill
  if (/^licence-cost(:|$)/.test(figure)) return figureHelp.licenceCost
  return figure.startsWith('sku:') ? figureHelp.assignments : figureHelp.over
}
