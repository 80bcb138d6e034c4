/** The list of providers. */
import type { DatasetId, ProviderId } from '../../../shared/domain/vendors.ts'
import { genesys } from './genesys/provider.ts'
import { petra } from './petra/provider.ts'
import type { Dataset, Provider } from './provider.ts'

const providers: readonly Provider[] = [petra, genesys]

/** The provider with this id. Throws if there is none, since ids come from our own rows. */
export function providerById(id: ProviderId): Provider {
  const provider = providers.find((each) => each.id === id)
  if (provider === undefined) throw new Error(`no provider ${id}`)
  return provider
}

/** The dataset with this id. Throws if there is none, since ids come from our own rows. */
export function datasetById(id: DatasetId): Dataset {
  const dataset = providers.flatMap((provider) => provider.datasets).find((each) => each.id === id)
  if (dataset === undefined) throw new Error(`no dataset ${id}`)
  return dataset
}
