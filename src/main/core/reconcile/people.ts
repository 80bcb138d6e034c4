/** The people behind a row: who is counted, who was added and removed since the month before, who is excluded and why. */

import type { ReconcilePeopleAnswer } from '../../../shared/contract/reconcile-answers.ts'
import type { HolderAnswer } from '../../../shared/contract/snapshot-answers.ts'
import { type Month, previousMonth } from '../../../shared/domain/month.ts'
import { AppError } from '../base/errors.ts'
import { withNames } from '../figures/holder-names.ts'
import type { Reading } from '../figures/reading.ts'
import { peopleAt } from '../state/read-people.ts'
import { countedMonth } from './actuals.ts'
import { contractBook } from './contract-items.ts'
import { type Item, itemText } from './items.ts'
import { readServices, type ServiceBook } from './services.ts'

/** Answers `reconcile.people`. Throws `NO_SNAPSHOT` if the month has no list. */
export function peopleBehind(reading: Reading, month: Month, tenant: number, item: Item): ReconcilePeopleAnswer {
  const services = readServices(reading.db)
  const at = countedMonth(services, item, month)
  const now = countedAt(reading, services, tenant, item, at)
  if (now === null)
    throw new AppError('NO_SNAPSHOT', `There is no list of people of tenant ${tenant} in ${at}.`, { data: { tenant, month: at } })
  const before = countedAt(reading, services, tenant, item, previousMonth(at))
  const ids = (people: readonly HolderAnswer[]) => new Set(people.map(({ id }) => id))
  const without = (people: readonly HolderAnswer[], known: ReadonlySet<string>) => people.filter(({ id }) => !known.has(id))
  return {
    month: at,
    tenant,
    item: itemText(item),
    counted: now.counted,
    added: before === null ? [] : without(now.counted, ids(before.counted)),
    removed: before === null ? [] : without(before.counted, ids(now.counted)),
    comparedWith: before === null ? null : previousMonth(at),
    excluded: now.excluded,
  }
}

function countedAt(
  reading: Reading,
  services: ServiceBook,
  tenant: number,
  item: Item,
  month: Month,
): Pick<ReconcilePeopleAnswer, 'counted' | 'excluded'> | null {
  // A Genesys product has the people whom the vendor lists for the charge.
  const dataset = item.kind === 'charge' ? 'genesys.billable-usage' : 'petra.billable-users'
  const snapshot = reading.monthEnds(tenant, dataset).get(month)?.snapshot
  if (!snapshot?.hasList) return null
  const counts = countsFor(reading, services, tenant, item, month)
  const reasons = item.kind === 'service' ? services.exclusions(item.name, tenant, month) : new Map<string, string>()
  const holders = withNames(reading, tenant, [...peopleAt(reading.db, snapshot)].filter(counts))
  return {
    counted: holders.filter(({ id }) => !reasons.has(id)),
    excluded: holders.flatMap((holder) => {
      const reason = reasons.get(holder.id)
      return reason === undefined ? [] : [{ holder, reason }]
    }),
  }
}

function countsFor(reading: Reading, services: ServiceBook, tenant: number, item: Item, month: Month): (holder: HolderAnswer) => boolean {
  switch (item.kind) {
    case 'unit': {
      const excluded = reading.rules.excluded(month)
      return ({ skus }) => skus.some((sku) => !excluded.has(sku))
    }
    case 'sku':
      return ({ skus }) => skus.includes(item.skuId)
    case 'charge': {
      const name = contractBook(reading).of(tenant, month)?.get(item.id)?.name
      return ({ skus }) => name !== undefined && skus.includes(name)
    }
    case 'service': {
      const wanted = new Set(services.of(item.name, month)?.skus ?? [])
      return ({ skus }) => skus.some((sku) => wanted.has(sku))
    }
  }
}
