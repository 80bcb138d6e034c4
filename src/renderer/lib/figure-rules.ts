/** The rules of figures for users; `docs/figures.md` describes the same rules for developers. */

interface FigureRule {
  /** Used in links to the rule. */
  id: string
  title: string
  text: string[]
}

export const figureRules = [
  {
    id: 'three',
    title: 'Reported, listed and recounted: why do they differ?',
    text: [
      'Reported is the vendor’s own total of billable users, as it was sent. Listed is how many entries its list has, duplicates and entries without an id included. Recounted is our own count: distinct people who hold at least one licence that the vendor bills.',
      'The total may count people whom the list leaves out. A list may name someone twice. And it shows every licence, while the bill does not count all of them. So the three stand side by side and are never merged, and none is put in another’s place.',
      'A list that is longer or shorter than the total is a warning beside the figure. Which licences do not make a person billable is a rule of yours, set in Licences, with the month from which it holds.',
    ],
  },
  {
    id: 'units',
    title: 'Units: what does projected mean?',
    text: [
      'Units are what the vendor expects to bill for a month, shares of a month included.',
      'They are projected while the month runs: each person who comes or goes still moves them. They are settled once the month is over and its last day has been read again. Every view says which of the two it shows.',
    ],
  },
  {
    id: 'disabled',
    title: 'Disabled accounts',
    text: [
      'Counted where the vendor says that an account is switched off. Where it says nothing, the account is unknown: a group of its own.',
    ],
  },
  {
    id: 'gap',
    title: 'Why is this a gap?',
    text: [
      'A gap is a month, or a day, without a snapshot that counts: nobody collected then, the vendor’s answer could not be used, or it was set aside.',
      'It is never shown as zero, no line is drawn over it, and nothing is carried over from the month before. Earlier month-end totals of Petra and earlier billing periods of Genesys can be fetched in Activity; lists of people of the past cannot, for the vendor does not keep them.',
    ],
  },
  {
    id: 'month',
    title: 'Which month a figure belongs to',
    text: [
      'The vendor’s own report time decides, in the reporting time zone that Settings names; a Genesys billing period belongs to the month in which it ends. A month’s value is that of its last snapshot. Where that lies more than two days before the month’s end, a warning says so.',
    ],
  },
  {
    id: 'sum',
    title: 'Sums over tenants and their changes',
    text: [
      'A sum says how many of the expected tenants it contains, and names the missing. A month in which some are missing is drawn as a square, with “4 of 7 tenants” beside its number.',
      'A change is the difference of the two numbers shown, new tenants and tenants that left among them. A tenant without a snapshot in one of the months that is neither is named, and in neither number.',
      'Holders of licences add up to assignments. Someone who holds two licences is two assignments and one person.',
    ],
  },
  {
    id: 'cost',
    title: 'The two costs',
    text: [
      'The vendor’s bill is units × the price of a unit. Licence cost is each licence’s price × its holders at the month’s end. They are paid to different parties and never added to each other.',
      'Each line is rounded half up to the digits of its currency, and totals add rounded lines. What has no price or no number is left out, and is named. A price holds from its month until the next one.',
    ],
  },
  {
    id: 'over',
    title: 'Genesys: used, committed, allowance and over',
    text: [
      'Over is what was used beyond the commitment and the allowances of the same part number and unit, and never less than zero. Quantities of different kinds, units or currencies are never added.',
      'A metered charge for which the vendor sent no allowance stays out of the total: the vendor’s policy may cover it. Charges of other companies have a subtotal of their own. Fair-use rows are allowances, and the parts of a rollup only explain it: neither is added.',
      'A period is final after two equal readings at least three days apart, both past its end.',
    ],
  },
  {
    id: 'attention',
    title: 'Costs to check',
    text: [
      'Disabled people with paid licences, licences that another one contains, units that nobody holds or that nobody bills, commitments that were not used, overage that grew, trials about to be billed, new tenants, tenants that left, and changes outside the tenant’s own usual range: its median monthly change, give or take five standard deviations as estimated by the median absolute deviation, and more than 3 people and 5 %.',
      'Nothing is found twice. The licences of a disabled person are no overlaps, a tenant has at most one of the findings about tenants, and overage that grew is not a commitment that was not used. Amounts say how much money is in question; they are never negative, and those of different costs and currencies are never added.',
      'A muted item has a reason and, if wanted, a last day. It stays in the list, leaves count and sum, and the number of muted items is shown.',
    ],
  },
  {
    id: 'billed',
    title: 'Billed against actual',
    text: [
      'Each row compares a customer and an item: Petra’s units, a licence, or a service of several licences. What the vendor said is the settled units, else the projected ones, else the recounted people; for a licence its holders at the month’s end. The difference is that number less what was invoiced: under is billed too little, over too much.',
      'The value is the difference × the unit price: the invoice’s price where its lines have a single one, else your own. Currencies are not added, and a total names the rows without a price.',
      'A line whose customer or product is not known, or whose quantity cannot be read, is unmapped: it is in no total, and each total shows how many there are. Names are matched by their id or exactly; a similar name is only suggested.',
      'A decision closes a row while its numbers stay as they were. If one of them changes, the row is open again.',
    ],
  },
  {
    id: 'approved',
    title: 'Approved months',
    text: [
      'A month that is over can be approved: each of its figures is then kept as it is, with its snapshots and the revision of the rules.',
      'Nothing is locked. A snapshot that is set aside or told later, a price for all history or another time zone still moves the month; what is no longer what was approved is named, with both values. An approval can be withdrawn, and the month approved anew: both stay on record.',
    ],
  },
  {
    id: 'closing',
    title: 'Closing a month',
    text: [
      'Collected: every expected tenant has a snapshot. Settled: the units of every Petra tenant are settled, and every billing period of Genesys is final. Approved. Exported: a file about all tenants was made since the approval. No step locks the next: what cannot be had any more stays open, and the month can be approved with a note.',
      'If a vendor changes an approved month by a snapshot that was recorded after the approval, that is a correction: the approved value stays, and the difference is a line of the first later month that was not approved yet when it came. What the user changes moves a month too, and is no correction.',
    ],
  },
  {
    id: 'evidence',
    title: 'Evidence',
    text: [
      'Every figure of one tenant leads to its snapshot: the vendor’s report time, our collection time, and the hash of what was received. From there the answer itself can be read, rebuilt from the history and proved equal.',
      'An answer that is wrong is set aside with a reason. It then is in no figure, stays as evidence, and can be taken back.',
    ],
  },
] as const satisfies readonly FigureRule[]

export type FigureRuleId = (typeof figureRules)[number]['id']
