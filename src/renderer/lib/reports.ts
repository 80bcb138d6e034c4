/** Which of an own Genesys organisation's reports a screen shows: who is billed, unless the address says otherwise. */
import type { DatasetId } from '../../shared/domain/vendors.ts'
import type { Address } from './address.ts'

const datasets = { held: 'genesys.licence-users', contract: 'genesys.contract-charges' } as const satisfies Record<string, DatasetId>

/** The report as requests name it; nothing for the usual one. */
export function reportInput({ report }: Pick<Address, 'report'>): { dataset?: DatasetId } {
  return report === 'held' || report === 'contract' ? { dataset: datasets[report] } : {}
}
