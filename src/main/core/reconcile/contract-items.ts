/** What is due by a Genesys contract in a month: the prepaid quantity and the overage of each product, to compare with the vendor's own invoice. */
import { type Decimal, decimalText, parseDecimal, sum, zero } from '../../../shared/domain/decimal.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { type ChargeLine, chargesAt } from '../charges/charges.ts'
import type { Reading } from '../figures/reading.ts'
import { datasetById } from '../vendors/providers.ts'

/** A product of a contract. */
export interface ContractItem {
  /** As in `Item`: the SKU, else the name. */
  id: string
  name: string
  /** Prepaid quantity plus overage; null if the vendor states neither. Decimal text. */
  due: string | null
  /** The price of one unit more; null if the contracts differ. */
  rate: string | null
  currency: string | null
  snapshotId: number
}

/** Reads contracts, by tenant and month. */
export interface ContractBook {
  /** Null if no contract of this tenant is known for the month. */
  of(tenantId: number, month: Month): ReadonlyMap<string, ContractItem> | null
}

const dataset = 'genesys.contract-charges'

/** Creates a reader for one answer. */
export function contractBook(reading: Reading): ContractBook {
  const known = new Map<string, ReadonlyMap<string, ContractItem> | null>()
  return {
    of: (tenantId, month) =>
      getOrAdd(known, `${tenantId} ${month}`, () => {
        const snapshot = reading.monthEnds(tenantId, dataset).get(month)?.snapshot
        if (!snapshot?.hasList) return null
        const lines = chargesAt(reading.db, datasetById(dataset), snapshot)
        return new Map([...Map.groupBy(lines, idOf)].map(([id, own]) => [id, itemOf(id, own, snapshot.id)]))
      }),
  }
}

const idOf = ({ partNumber, name, chargeId }: ChargeLine): string => partNumber ?? name ?? chargeId

function itemOf(id: string, lines: readonly ChargeLine[], snapshotId: number): ContractItem {
  const due = lines.flatMap((line) => dueOf(line) ?? [])
  const only = (of: (line: ChargeLine) => string | null | undefined) => {
    const [value, ...others] = new Set(lines.map((line) => of(line) ?? null))
    return others.length === 0 ? (value ?? null) : null
  }
  return {
    id,
    name: lines.find(({ name }) => name !== null)?.name ?? id,
    due: due.length === 0 ? null : decimalText(sum(due)),
    rate: only(({ overagePrice }) => overagePrice),
    currency: only(({ currency }) => currency),
    snapshotId,
  }
}

/** The vendor's own overage; without one, usage beyond commitment and fair use. */
function dueOf({ used, committed, allowance, over }: ChargeLine): Decimal | null {
  const [prepaid, overage] = [parseDecimal(committed), parseDecimal(over)]
  if (overage !== null) return (prepaid ?? zero).plus(overage)
  const actual = parseDecimal(used)
  if (actual === null) return prepaid
  const beyond = actual.minus(prepaid ?? zero).minus(parseDecimal(allowance) ?? zero)
  return (prepaid ?? zero).plus(beyond.gt(0) ? beyond : zero)
}
