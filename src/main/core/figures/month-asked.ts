import { type Month, parseMonth } from '../../../shared/domain/month.ts'
import { AppError } from '../base/errors.ts'
import type { Reading } from './reading.ts'

/** Parses the requested month, if any. Throws `BAD_REQUEST` for a month that has not begun. */
export function monthAsked({ openMonth }: Reading, asked: string | undefined): Month | undefined {
  if (asked === undefined) return undefined
  const month = parseMonth(asked)
  if (month > openMonth) throw new AppError('BAD_REQUEST', `${month} has not begun. Choose ${openMonth} or an earlier month.`)
  return month
}
