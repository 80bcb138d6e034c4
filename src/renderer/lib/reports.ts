/** The report of an own Genesys organisation that a screen shows; default: who is billed. */
import type { DatasetId } from '../../shared/domain/vendors.ts'
import type { Address } from './address.ts'

const datasets = { held: 'genesys.licence-users', contract: 'genesys.contract-charges' } as const satisfies Record<string, DatasetId>

/** The route's input for the report; empty for the usual one. */
export function reportInput({ report }: Pick<Address, 'report'>): { dataset?: DatasetId } {
  return report === 'held' || report === 'contract' ? { dataset: datasets[report] } : {}
}
