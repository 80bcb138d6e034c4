import type { HolderAnswer, SnapshotAnswer } from '../../../../shared/contract/snapshot-answers.ts'
import type { SkuPrices } from '../sku-prices.ts'
import type { TenantDirectory } from '../source.ts'
import { type Cell, type Column, details } from '../table.ts'
import { idCells, idColumns, nameCell, nameColumn } from './tenant-columns.ts'

/** Names and prices for the rows of people. */
export interface HolderLookups {
  directory: TenantDirectory
  skuName: (skuId: string) => string | null
  prices: SkuPrices
}

/** The columns of people: one row per person and licence, and one row for a person without licences. */
export const holderColumns = (tenants: TenantDirectory): Column[] => [
  nameColumn(tenants),
  { header: 'Display name', kind: 'text', width: 26 },
  { header: 'Sign-in name', kind: 'text', width: 36 },
  { header: 'Account enabled', kind: 'flag', width: 10 },
  { header: 'SKU name', kind: 'text', width: 34 },
  { header: 'Licence price', kind: 'money', width: 12 },
  { header: 'Currency', kind: 'text', width: 10 },
  ...details([
    { header: 'Month', kind: 'month', width: 9 },
    { header: 'Person id', kind: 'text', width: 38 },
    { header: 'Device', kind: 'flag', width: 8 },
    { header: 'First billed', kind: 'instant', width: 18 },
    { header: 'SKU id', kind: 'text', width: 38 },
    { header: 'Snapshot', kind: 'id', width: 10 },
    { header: 'Report time', kind: 'instant', width: 18 },
  ]),
  ...idColumns(tenants),
]

/** The rows of one snapshot; each has the snapshot's id. */
export function* holderRows(
  snapshot: SnapshotAnswer,
  people: Iterable<HolderAnswer>,
  { directory, skuName, prices }: HolderLookups,
): Generator<Cell[]> {
  const name = nameCell(directory, snapshot.tenant)
  const ids = idCells(directory, snapshot.tenant)
  for (const { id, displayName, userPrincipalName, accountEnabled, device = false, billedSince = null, skus } of people) {
    for (const sku of skus.length === 0 ? [null] : skus) {
      const price = sku === null || snapshot.tenant === null ? null : prices(snapshot.tenant, sku)
      yield [
        name,
        displayName,
        userPrincipalName,
        accountEnabled,
        sku === null ? null : skuName(sku),
        price?.amount ?? null,
        price?.currency ?? null,
        snapshot.month,
        id,
        device,
        billedSince,
        sku,
        snapshot.id,
        snapshot.reportedAt,
        ...ids,
      ]
    }
  }
}
