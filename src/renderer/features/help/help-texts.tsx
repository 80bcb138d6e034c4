/** Short explanations of figures, each with a link to the full rule. */
import type { ReactElement } from 'react'
import type { FigureName } from '../../../shared/contract/figure-answers.ts'
import { RuleLink } from '../../components/rule-link.tsx'

const whyThree = (
  <p>
    <strong>Why do reported, listed and recounted differ?</strong> The vendor’s total may include people its list leaves out, a list may
    name someone twice, and the list shows every licence while the bill does not count all of them. They are shown side by side and never
    merged.
  </p>
)

/** The explanations by topic. */
export const figureHelp = {
  reported: (
    <>
      <p>
        <strong>Reported</strong> is the vendor’s own total of billable users, exactly as it was sent. It is never recalculated.
      </p>
      {whyThree}
      <RuleLink rule="three" />
    </>
  ),
  listed: (
    <>
      <p>
        <strong>Listed</strong> is the length of the list of people as it was sent, duplicates and entries without an id included.
      </p>
      {whyThree}
      <RuleLink rule="three" />
    </>
  ),
  recounted: (
    <>
      <p>
        <strong>Recounted</strong> is our own count: distinct people who hold at least one licence that the vendor bills. Licences marked
        “not billed by the vendor” do not count.
      </p>
      {whyThree}
      <RuleLink rule="three" />
    </>
  ),
  units: (
    <>
      <p>
        <strong>Units</strong> are what the vendor projects to bill for the month, proration included.
      </p>
      <p>
        <strong>Projected</strong> means that the number may still move: until the month is over and its last day has been read again. Then
        it is <strong>settled</strong>.
      </p>
      <RuleLink rule="units" />
    </>
  ),
  disabled: (
    <>
      <p>
        <strong>Disabled</strong> counts people whose account the vendor says is switched off. Where the vendor does not say, a person is
        unknown and not counted here.
      </p>
      <RuleLink rule="disabled" />
    </>
  ),
  totals: (
    <>
      <p>
        <strong>The vendor’s totals</strong> come in one answer for all tenants, as of the last day of the month that was asked for: users
        with a licence, billable units, and the share that proration makes of a unit. They stand beside the figures of the lists and replace
        none.
      </p>
      <RuleLink rule="units" />
    </>
  ),
  people: (
    <>
      <p>
        <strong>People listed</strong> are the distinct ids in the vendor’s lists, whatever they hold. Entries without an id are nobody
        here.
      </p>
      <RuleLink rule="three" />
    </>
  ),
  assignments: (
    <>
      <p>
        <strong>Assignments</strong> are not people: someone who holds two licences is two of them. The holders of the licences below add up
        to this, never to people.
      </p>
      <RuleLink rule="sum" />
    </>
  ),
  approved: (
    <>
      <p>
        <strong>Approved</strong> keeps every figure of a month that is over as it was on that day, with its snapshots. Nothing is locked:
        what a later reading or rule has moved since is shown beside what was approved.
      </p>
      <RuleLink rule="approved" />
    </>
  ),
  licenceCost: (
    <>
      <p>Each licence’s price × its holders at month end, rounded line by line. What has no price is left out and named.</p>
      <RuleLink rule="cost" />
    </>
  ),
  vendorBill: (
    <>
      <p>Units × the connection’s price of a unit. Never added to the licence cost.</p>
      <RuleLink rule="cost" />
    </>
  ),
  gap: (
    <>
      <p>
        <strong>Why is this a gap?</strong> Nobody collected in this month or on this day, or the vendor’s answer could not be used. It is
        not a zero, and nothing is carried over from before.
      </p>
      <RuleLink rule="gap" />
    </>
  ),
  sum: (
    <>
      <p>
        <strong>Sums over tenants</strong> say how many of the expected tenants they contain. A change is the difference of the two numbers
        shown, with new tenants and tenants that left; one that cannot be compared is named and in neither number.
      </p>
      <RuleLink rule="sum" />
    </>
  ),
  over: (
    <>
      <p>
        <strong>Over</strong> is what was used beyond the commitment and the allowance of the same part number and unit, and never less than
        zero.
      </p>
      <RuleLink rule="over" />
    </>
  ),
  committed: (
    <>
      <p>
        <strong>Committed</strong> is what the contract promises to pay: each commitment × its prepaid price, rounded line by line.
      </p>
      <p>
        <strong>Final</strong> means that two readings at least three days apart, both after the period’s end, were equal. Until then the
        vendor may still move it.
      </p>
      <RuleLink rule="over" />
    </>
  ),
  thirdParty: (
    <>
      <p>Charges of other companies that the vendor passes on. They have a subtotal of their own and are in no other.</p>
      <RuleLink rule="over" />
    </>
  ),
  unused: (
    <>
      <p>
        <strong>Unused commitments</strong> are charges that are committed to and of which nothing was used in this period. They are paid
        all the same.
      </p>
      <RuleLink rule="over" />
    </>
  ),
  closing: (
    <>
      <p>
        <strong>Closing a month</strong> is a checklist. No step locks the next. A vendor’s later change to an approved month is a
        correction: the approved figure stays, and the difference is a line of a later month.
      </p>
      <RuleLink rule="closing" />
    </>
  ),
  attention: (
    <>
      <p>
        <strong>Costs to check</strong> are costs that a month has and perhaps need not have. Each is found once; amounts of different costs
        and currencies are never added. A muted item stays in the list and leaves count and sum.
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
