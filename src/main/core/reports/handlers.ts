/** The routes of figures. */
import type { Api } from '../product.ts'
import { beginReading, type Reading, type ReportDeps } from './deps.ts'
import { type DiffReaders, diff } from './diff.ts'
import { diffAll, diffTenants } from './diff-all.ts'
import { figureChoices } from './figure-choices.ts'
import { keptAnswer } from './kept-answer.ts'
import { licenceHolders } from './licence-holders.ts'
import { licenceNames } from './licence-names.ts'
import { licences } from './licences.ts'
import { monthsList } from './months-list.ts'
import { itemNames } from './names.ts'
import { overview } from './overview.ts'
import { people, peopleNames } from './people.ts'
import { totalsReader } from './tenant-totals.ts'
import { trend } from './trend.ts'
import { usage } from './usage.ts'

type Routes = Extract<
  keyof Api,
  `trend.${string}` | `diff.${string}` | 'overview.get' | 'months.list' | `licences.${string}` | `people.${string}` | 'usage.get'
>

/** The handlers of every figure. Each answer is one reading: one instant, one time zone, one state of the rules. */
export function reportHandlers(deps: ReportDeps): Pick<Api, Routes> {
  const overviewNow = keptAnswer(deps, () => answerOverview())
  const answerOverview = (month?: string) => {
    const reading = beginReading(deps)
    return overview(reading, diffReaders(reading), month)
  }
  return {
    'overview.get': ({ month }) => (month === undefined ? overviewNow() : answerOverview(month)),
    'months.list': async ({ tenant }) => monthsList(beginReading(deps), tenant),
    'trend.figures': async ({ tenant }) => figureChoices(beginReading(deps), tenant),
    'trend.get': async (input) => trend(beginReading(deps), input),
    async 'diff.get'(input) {
      const reading = beginReading(deps)
      return diff(reading, diffReaders(reading), input)
    },
    async 'diff.all'(input) {
      const reading = beginReading(deps)
      return diffAll(reading, diffReaders(reading), input)
    },
    async 'diff.tenants'(input) {
      const reading = beginReading(deps)
      return diffTenants(reading, diffReaders(reading), input)
    },
    'licences.get': async (input) => licences(beginReading(deps), input),
    'licences.holders': async (input) => licenceHolders(beginReading(deps), input),
    'licences.names': async () => licenceNames(beginReading(deps)),
    'people.search': async ({ query, limit }) => people(beginReading(deps), query, limit),
    'people.names': async ({ query, limit }) => peopleNames(deps.reader, query, limit),
    'usage.get': async (input) => usage(beginReading(deps), input),
  }
}

function diffReaders(reading: Reading): DiffReaders {
  return { totals: totalsReader(reading), nameOf: itemNames(reading) }
}
