/** Handlers of figures. */
import type { Trouble } from '../base/trouble.ts'
import { listConnections } from '../connections/read.ts'
import { billedHeld } from '../figures/billed-held.ts'
import { type DiffReaders, diff } from '../figures/diff.ts'
import { diffAll, diffTenants } from '../figures/diff-all.ts'
import { figureChoices } from '../figures/figure-choices.ts'
import { forecast } from '../figures/forecast.ts'
import { licenceHolders } from '../figures/licence-holders.ts'
import { genesysLicenceNames, licenceNames } from '../figures/licence-names.ts'
import { licences } from '../figures/licences.ts'
import { monthsList } from '../figures/months-list.ts'
import { itemNames } from '../figures/names.ts'
import { overview } from '../figures/overview.ts'
import { people, peopleNames } from '../figures/people.ts'
import { presence } from '../figures/presence.ts'
import { beginReading, inOneReading, type Reading, type ReadingDeps } from '../figures/reading.ts'
import { totalsReader } from '../figures/tenant-totals.ts'
import { trend } from '../figures/trend.ts'
import { usage } from '../figures/usage.ts'
import type { Api } from './product.ts'

type Routes = Extract<
  keyof Api,
  | `trend.${string}`
  | `diff.${string}`
  | 'overview.get'
  | 'forecast.get'
  | 'months.list'
  | `licences.${string}`
  | `people.${string}`
  | 'usage.get'
>

/** Creates the handlers. Each answer uses one reading: one instant, one time zone, one state of history and rules. */
export function figureHandlers(deps: ReadingDeps & { troubles?: readonly Trouble['current'][] }): Pick<Api, Routes> {
  const read = <T>(answer: (reading: Reading) => T): T => inOneReading(deps, answer)
  return {
    async 'overview.get'({ month }) {
      // Only the state matters here; addresses and lost session credentials belong to the Settings screen.
      const connections = await listConnections(
        deps.reader,
        () => ({ url: '', cycleDay: null }),
        async () => false,
      )
      const answer = read((reading) => overview(reading, diffReaders(reading).totals, connections, month))
      const troubles = (deps.troubles ?? []).flatMap((current) => current() ?? [])
      const items = troubles.map((each) => ({ ...each, severity: 'problem', tenant: null, connection: null, screen: 'settings' }) as const)
      return { ...answer, attention: [...items, ...answer.attention] }
    },
    'months.list': async ({ tenant, dataset }) => read((reading) => monthsList(reading, tenant, dataset)),
    'trend.figures': async ({ tenant }) => read((reading) => figureChoices(reading, tenant)),
    'trend.get': async (input) => read((reading) => trend(reading, input)),
    'diff.get': async (input) => read((reading) => diff(reading, diffReaders(reading), input)),
    'diff.all': async (input) => read((reading) => diffAll(reading, diffReaders(reading), input)),
    'diff.tenants': async (input) => read((reading) => diffTenants(reading, diffReaders(reading), input)),
    'licences.get': async (input) => read((reading) => licences(reading, input)),
    'licences.holders': async (input) => read((reading) => licenceHolders(reading, input)),
    'licences.compare': async (input) => read((reading) => billedHeld(reading, input)),
    'licences.names': async () => read((reading) => [...licenceNames(reading), ...genesysLicenceNames(reading)]),
    'people.search': async (input) => read((reading) => people(reading, input)),
    'people.names': async (input) => peopleNames(deps.reader, input),
    'people.presence': async (input) => read((reading) => presence(reading, input)),
    'forecast.get': async (input) => forecast(beginReading(deps), input),
    'usage.get': async (input) => read((reading) => usage(reading, input)),
  }
}

function diffReaders(reading: Reading): DiffReaders {
  return { totals: totalsReader(reading), nameOf: itemNames(reading) }
}
