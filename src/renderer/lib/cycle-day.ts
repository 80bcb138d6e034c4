/** The day of a month on which billing cycles begin, as it is typed. */

/** Whether what stands in the field is such a day; an emptied field is none, and no other day is meant by it. */
export const isCycleDay = (typed: number | string): typed is number =>
  typeof typed === 'number' && Number.isInteger(typed) && typed >= 1 && typed <= 31
