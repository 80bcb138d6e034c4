/** The rules of figures, for users. `docs/figures.md` describes the same rules for developers. */

interface FigureRule {
  /** The id in links to the rule. */
  id: string
  title: string
  text: string[]
}

export const figureRules = [
  {
    id: 'three',
    title: 'Reported, listed and recounted users',
    text: [
      'Reported users is the vendor’s own total of billable users, as sent. Listed users is the number of entries in its list, including duplicates and entries without an id. Recounted users is Seatledger’s count: distinct people who hold at least one licence that the vendor bills.',
      'They can differ: the total may include people who are not on the list, the list may name someone twice, and people on it may hold only licences that are not billed. The three are shown side by side and never merged.',
      'If the list is longer or shorter than the total, there is a warning next to the figure. You set in Licences which licences are not billed, and from which month.',
    ],
  },
  {
    id: 'units',
    title: 'Billable units: projected and settled',
    text: [
      'Billable units are what the vendor expects to bill for a month, including partial months.',
      'They are projected during the month, because people who are added or removed still change them. They are settled once the month is over and its last day has been collected again. Every screen shows which of the two it is.',
    ],
  },
  {
    id: 'disabled',
    title: 'Disabled accounts',
    text: ['People whose account the vendor marks as disabled. If the vendor does not say, the account is unknown and counted separately.'],
  },
  {
    id: 'gap',
    title: 'Gaps',
    text: [
      'A gap is a month or a day without a usable snapshot: nothing was collected, the response could not be used, or the snapshot was set aside.',
      'It is never shown as zero, no line is drawn across it, and no earlier value is carried over. Earlier month-end totals of Petra and earlier billing periods of Genesys can be imported in Activity. Earlier lists of people cannot, since the vendor does not keep them.',
    ],
  },
  {
    id: 'month',
    title: 'Which month a figure belongs to',
    text: [
      'A figure belongs to the month of the vendor’s report time, in the reporting time zone (Settings). A Genesys billing period belongs to the month in which it ends. A month’s value is that of its last snapshot. If that is more than two days before the end of the month, there is a warning.',
    ],
  },
  {
    id: 'sum',
    title: 'Sums over tenants and their changes',
    text: [
      'A sum shows how many of the expected tenants it includes, and which are missing. A month with missing tenants is drawn as a square, with “4 of 7 tenants” next to its number.',
      'A change is the difference between the two numbers shown, including new tenants and tenants that left. Any other tenant without a snapshot in one of the months is listed and excluded from both numbers.',
      'The holders of all licences add up to the licences assigned, not to people. Someone who holds two licences is one person with two licences assigned.',
    ],
  },
  {
    id: 'cost',
    title: 'The two costs',
    text: [
      'Vendor bill is units × the unit price. Licence cost is each licence’s price × its holders at the end of the month. They are paid to different companies and never added to each other.',
      'Each line is rounded half up to the digits of its currency, and totals add rounded lines. Lines without a price or a number are left out and listed. A price is valid from its month until the next price.',
    ],
  },
  {
    id: 'over',
    title: 'Genesys: used, committed, allowance and over',
    text: [
      'Over is the quantity used beyond the commitment and the allowances of the same part number and unit, and never less than zero. Commitment cost is committed × prepaid price, overage cost is over × overage price. Different kinds, units and currencies are never added.',
      'A metered charge that is over and has no allowance is left out of the total, because the vendor’s policy may cover it. Charges of other companies have a separate subtotal. Fair-use rows are allowances, and the details of a rollup are already included in it, so neither is added.',
      'A period is final after two equal readings at least three days apart, both after its end.',
    ],
  },
  {
    id: 'attention',
    title: 'Costs to check',
    text: [
      'Disabled accounts with paid licences, licences that another licence includes, units that are billed but not held, or held but not billed, unused commitments, growing overage, trials that will be billed soon, new tenants, tenants that left, and unusual changes: outside the tenant’s median monthly change ± five standard deviations (estimated by the median absolute deviation), and by more than 3 people and 5 %.',
      'Nothing is counted twice. The licences of a disabled account are not overlaps, and a tenant has at most one item of the kinds about tenants. The cost impact is the amount to check. It is never negative, and different costs and currencies are never added.',
      'A muted item has a reason and an optional last day. It stays in the list but is not counted or summed. The number of muted items is shown.',
    ],
  },
  {
    id: 'billed',
    title: 'Billed against actual',
    text: [
      'Each row compares a customer and an item: Petra’s units, a licence, or a service of several licences. The vendor’s number is the settled units, else the projected units, else the recounted users; for a licence, its holders at the end of the month. Variance is the vendor’s number minus the invoiced number: under means billed too little, over too much.',
      'Value is variance × unit price: the invoice’s price if its lines have a single one, else your own. Currencies are not added, and a total shows how many rows have no price.',
      'A line is unmapped if its customer or product is unknown or its quantity cannot be read. It is in no total, and each total shows how many there are. Customers and products are matched by id or by their exact name; similar names are only suggested.',
      'A decision closes a row until one of its numbers changes. Then the row is open again.',
    ],
  },
  {
    id: 'approved',
    title: 'Approved months',
    text: [
      'A month that is over can be approved. This stores all its figures with their snapshots and the rule revision.',
      'Nothing is locked. A snapshot that is set aside or arrives later, a price for all history or another time zone can still change the month. Figures that changed are listed with both values. An approval can be withdrawn and the month approved again; both stay on record.',
    ],
  },
  {
    id: 'closing',
    title: 'Closing a month',
    text: [
      'Collected: every expected tenant has a snapshot. Settled: the units of every Petra tenant are settled, and every Genesys billing period is final. Reconciled: every line of the month’s invoices matches or has a decision. Approved: the month is approved. Exported: a file with all tenants was exported after the approval. No step blocks the next: what can no longer be collected stays open, and the month can be approved with a note.',
      'If a vendor changes an approved month by a snapshot that was recorded after the approval, that is a correction: the approved value stays, and the difference is a line of the first later month that was not approved at that time. Your own changes can also change a month, but are not corrections.',
    ],
  },
  {
    id: 'evidence',
    title: 'Evidence',
    text: [
      'Every figure of one tenant links to its snapshot: the vendor’s report time, our collection time, and the hash of what was received. The snapshot shows the response, rebuilt from the history and checked against the hash.',
      'A wrong snapshot can be set aside with a reason. It is then excluded from every figure but stays as evidence, and can be included again.',
    ],
  },
] as const satisfies readonly FigureRule[]

export type FigureRuleId = (typeof figureRules)[number]['id']
