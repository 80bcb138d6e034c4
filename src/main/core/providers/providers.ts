/** The vendors: one line each. */
import { genesys } from './genesys/provider.ts'
import { petra } from './petra/provider.ts'
import type { Dataset, DatasetId, Provider, ProviderId } from './provider.ts'

const providers: readonly Provider[] = [petra, genesys]

/** The vendor of this id. Throws when there is none: ids come from our own rows. */
export function providerById(id: ProviderId): Provider {
  const provider = providers.find((each) => each.id === id)
  if (provider === undefined) throw new Error(`no provider ${id}`)
  return provider
}

/** Every kind of report there is. */
export const datasetIds = (): DatasetId[] => providers.flatMap((provider) => provider.datasets.map((dataset) => dataset.id))

/** How a kind of report is read. Throws when no vendor gives it: ids come from our own rows. */
export function datasetById(id: DatasetId): Dataset {
  const dataset = providers.flatMap((provider) => provider.datasets).find((each) => each.id === id)
  if (dataset === undefined) throw new Error(`no dataset ${id}`)
  return dataset
}
