import type { HolderAnswer, SnapshotAnswer } from '../../../../shared/contract/answers.ts'
import type { TenantDirectory } from '../source.ts'
import type { Cell, Column } from '../table.ts'
import { tenantCells, tenantColumns } from './tenant-columns.ts'

/** The columns of people: one row a person and licence, and one for a person without any. */
export const holderColumns = (tenants: TenantDirectory): Column[] => [
  { header: 'Month', kind: 'month', width: 9 },
  ...tenantColumns(tenants),
  { header: 'Person id', kind: 'text', width: 38 },
  { header: 'Display name', kind: 'text', width: 26 },
  { header: 'User principal name', kind: 'text', width: 36 },
  { header: 'Account enabled', kind: 'flag', width: 10 },
  { header: 'SKU id', kind: 'text', width: 38 },
  { header: 'SKU name', kind: 'text', width: 34 },
  { header: 'Snapshot', kind: 'id', width: 10 },
  { header: 'Report time', kind: 'instant', width: 18 },
]

/** The rows of one snapshot, each of which names it. */
export function* holderRows(
  snapshot: SnapshotAnswer,
  people: Iterable<HolderAnswer>,
  tenants: TenantDirectory,
  skuName: (skuId: string) => string | null,
): Generator<Cell[]> {
  const whose = [snapshot.month, ...tenantCells(tenants, snapshot.tenant)]
  const evidence = [snapshot.id, snapshot.reportedAt]
  for (const holder of people) {
    const person = [holder.id, holder.displayName, holder.userPrincipalName, holder.accountEnabled]
    if (holder.skus.length === 0) yield [...whose, ...person, null, null, ...evidence]
    for (const sku of holder.skus) yield [...whose, ...person, sku, skuName(sku), ...evidence]
  }
}
