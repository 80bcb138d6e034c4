/** Validates the day of the month on which billing cycles begin. */

/** Whether the field contains a valid day; an empty field does not. */
export const isCycleDay = (typed: number | string): typed is number =>
  typeof typed === 'number' && Number.isInteger(typed) && typed >= 1 && typed <= 31
