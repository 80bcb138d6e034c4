/** What the reports work with. */
import { type Calendar, calendarOf, type Month } from '../../../shared/domain/month.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Clock } from '../clock.ts'
import type { ReadDb } from '../history/writer.ts'
import { type RuleBook, readRuleBook } from '../rules/rule-book.ts'
import { readSetting } from '../settings/settings.ts'

/** What the routes of figures and rules are given. */
export interface ReportDeps {
  reader: ReadDb
  clock: Pick<Clock, 'now'>
  /** Asked at each answer: an import changes it. */
  catalogue: () => Catalogue
}

/** One answer's view: the same instant, time zone and rules throughout. */
export interface Reading {
  db: ReadDb
  now: number
  calendar: Calendar
  /** The running month. */
  openMonth: Month
  catalogue: Catalogue
  rules: RuleBook
}

/** Begins an answer. */
export function beginReading(deps: ReportDeps): Reading {
  const calendar = calendarOf(readSetting(deps.reader, 'timeZone'))
  const now = deps.clock.now()
  const catalogue = deps.catalogue()
  return { db: deps.reader, now, calendar, openMonth: calendar.monthOf(now), catalogue, rules: readRuleBook(deps.reader, catalogue) }
}
