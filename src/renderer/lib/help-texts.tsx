/** What each figure means, in a few lines beside it; the rules in full are in docs/figures.md. */
import type { ReactElement } from 'react'

/** Help by figure name. */
export const figureHelp: Record<string, ReactElement> = {
  reported: (
    <p>
      <strong>Reported</strong> is the vendor’s own total of billable users, exactly as it was sent. It is never recalculated.
    </p>
  ),
  listed: (
    <p>
      <strong>Listed</strong> is the length of the list of people as it was sent, duplicates and entries without an id included.
    </p>
  ),
  recounted: (
    <>
      <p>
        <strong>Recounted</strong> is our own count: distinct people who hold at least one licence that the vendor bills. Licences marked
        “not billed by the vendor” do not count.
      </p>
      <p>
        <strong>Why do reported, listed and recounted differ?</strong> The vendor’s total may include people its list leaves out, a list may
        name someone twice, and the list shows every licence while the bill does not count all of them. They are shown side by side and
        never merged.
      </p>
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
    </>
  ),
  disabled: (
    <p>
      <strong>Disabled</strong> counts people whose account the vendor says is switched off. Where the vendor does not say, a person is
      unknown and not counted here.
    </p>
  ),
  gap: (
    <p>
      <strong>A gap</strong> is a month or a day without a snapshot. It is not a zero, and nothing is carried over from before.
    </p>
  ),
  approved: (
    <>
      <p>
        <strong>Approving</strong> keeps every figure of a month as it is now, with its snapshots and the revision of the rules. Nothing is
        locked: what moves later is shown beside what was approved.
      </p>
      <p>
        <strong>Why would a month move?</strong> A snapshot of it was set aside or told later, a price was set for all history, or months
        are counted in another time zone.
      </p>
    </>
  ),
  sum: (
    <p>
      <strong>Sums over tenants</strong> say how many of the expected tenants they contain. A change counts only tenants that have a figure
      in both months; the others are named as appeared or vanished.
    </p>
  ),
  over: (
    <p>
      <strong>Over</strong> is what was used beyond the commitment and the allowance of the same part number and unit, and never less than
      zero.
    </p>
  ),
}
