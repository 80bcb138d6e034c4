/**
 * The organisation's contracts, as the vendor will invoice them: prepaid, fair-use, actual and overage quantities of one billing period. A preview
 * API, which the vendor may change at any time.
 */
import type { Json, JsonObject } from '../../../../shared/domain/json.ts'
import type { Clock } from '../../base/clock.ts'
import { AppError } from '../../base/errors.ts'
import type { Answer } from '../provider.ts'
import { currencyOf, textOf, utcDayOf } from './charges.ts'
import type { GenesysClient } from './client.ts'
import { dayBefore, isCycle, utcDay } from './cycle.ts'
import type { Organisation } from './organisations.ts'
import { type Asker, changed, createAsker, entitiesOf, readByCursor } from './pages.ts'

/** The path of the contracts. */
export const contractsPath = '/api/v2/billing/contracts'

/** The published maximum. */
const contractsPerPage = '10'

/** The permission of all billing previews. */
export const billingPermission = 'billing:subscription:view'

const what = 'contracts (a preview of the vendor)'

/** A billing period of one contract. */
interface ContractPeriod {
  contract: JsonObject
  contractId: string
  id: string
  /** UTC days, both included. */
  start: string
  end: string
  status: Json
}

/**
 * Fetches one billing period of all contracts: 0 is the latest that has begun, 1 the one before. Throws `NO_MORE_PERIODS` past the last one,
 * `VENDOR_FORBIDDEN`, `VENDOR_NOT_FOUND` if the preview no longer exists, `UNREADABLE_ANSWER` if it has changed, and what the client throws.
 */
export async function fetchContractCharges(
  { client, clock }: { client: GenesysClient; clock: Clock },
  index: string,
  own: () => Promise<Organisation>,
  signal: AbortSignal,
): Promise<Answer> {
  const asker = createAsker(client, { what, permission: billingPermission }, signal)
  const contracts = await readByCursor(asker, what, contractsPath, { pageSize: contractsPerPage })
  const periods: ContractPeriod[] = []
  for (const contract of contracts) periods.push(...(await periodsOf(asker, contract)))
  const today = utcDay(clock.now())
  const starts = [...new Set(periods.flatMap(({ start }) => (start <= today ? [start] : [])))].sort().reverse()
  const start = starts[Number(index)]
  if (start === undefined) {
    const message = starts.length === 0 ? 'Genesys lists no contract with a billing period.' : 'Genesys lists no earlier billing period.'
    throw new AppError('NO_MORE_PERIODS', message, { data: asker.trace() })
  }
  const chosen = periods.filter((period) => period.start === start)
  const charges: JsonObject[] = []
  const wallets: JsonObject[] = []
  for (const { contractId, id } of chosen) {
    const detail = await asker.askObject(`${contractsPath}/${encodeURIComponent(contractId)}/billingperiods/${encodeURIComponent(id)}`, {})
    // The definition makes the list optional. It is required here, since properties of this preview have been renamed before.
    charges.push(...entitiesOf(what, detail, 'charges').map((charge) => ({ contractId, ...charge })))
    if (detail.wallets != null) wallets.push(...entitiesOf(what, detail, 'wallets').map((wallet) => ({ contractId, ...wallet })))
  }
  const currencies = new Set(charges.flatMap(({ overageCurrency }) => currencyOf(overageCurrency) ?? []))
  const answer = {
    organization: { id: (await own()).id },
    currency: currencies.size === 1 ? [...currencies][0]! : null,
    periodStart: start,
    periodEnd:
      chosen
        .map(({ end }) => end)
        .sort()
        .at(-1) ?? start,
    contracts: chosen.map(({ contract, id, status }) => ({ ...termsOf(contract), billingPeriod: { id, status } })),
    charges,
    wallets,
  }
  return { bytes: new TextEncoder().encode(JSON.stringify(answer)), trace: asker.trace() }
}

/** The periods of a contract, which the list of contracts may omit. */
async function periodsOf(asker: Asker, listed: JsonObject): Promise<ContractPeriod[]> {
  const contractId = textOf(listed.id)
  if (contractId === null) throw changed(what, 'a contract has no id')
  const contract = Array.isArray(listed.billingPeriods)
    ? listed
    : await asker.askObject(`${contractsPath}/${encodeURIComponent(contractId)}`, {})
  return entitiesOf(what, contract, 'billingPeriods').map(({ id, dateStart, dateEnd, status = null }) => {
    const [periodId, start, end] = [textOf(id), utcDayOf(dateStart), utcDayOf(dateEnd)]
    if (periodId === null || start === null || end === null) throw changed(what, 'a billing period has no id or no dates')
    return { contract, contractId, id: periodId, start, end: lastDay(start, end), status }
  })
}

/** The last day of a period. The vendor does not document whether its end is that day or the next one; the length of a whole cycle shows it. */
export function lastDay(start: string, end: string): string {
  const before = dayBefore(end)
  return !isCycle(start, end) && before > start && isCycle(start, before) ? before : end
}

/** A contract without customers' names and without its periods, of which the chosen one is stored. */
function termsOf(contract: JsonObject): JsonObject {
  const { billingPeriods: _, billToCustomer: _bill, soldToCustomer: _sold, endCustomer: _end, ...terms } = contract
  return terms
}
