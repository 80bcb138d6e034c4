/** The display name of each figure: on screens, in the terminal, in exports and in `docs/figures.md`. A test compares them. */
export const figureNames = {
  reported: 'Reported users',
  listed: 'Listed users',
  recounted: 'Recounted users',
  disabled: 'Disabled accounts',
  units: 'Billable units',
  bill: 'Vendor bill',
  licenceCost: 'Licence cost',
  assigned: 'Assigned',
  used: 'Used',
  committed: 'Committed',
  allowance: 'Allowance',
  over: 'Over',
  commitmentCost: 'Commitment cost',
  overageCost: 'Overage cost',
  prepaidPrice: 'Prepaid price',
  overagePrice: 'Overage price',
} as const
