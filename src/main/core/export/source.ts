/** The data source of exports: the same routes as every screen, so that a file and a screen cannot differ. */
import type { TenantAnswer } from '../../../shared/contract/connection-answers.ts'
import type { RouteInput, RouteName, RouteOutput } from '../../../shared/contract/routes.ts'
import type { HolderAnswer, SnapshotAnswer } from '../../../shared/contract/snapshot-answers.ts'

/** Calls a route. Throws the route's `AppError`s, and `CANCELLED` after the export was cancelled. */
export type Ask = <R extends RouteName>(route: R, input: RouteInput<R>) => Promise<RouteOutput<R>>

/** What an export reads from: routes, and snapshots whose people are read one by one. */
export interface Source {
  ask: Ask
  /** A snapshot's row. Throws `NOT_FOUND`. */
  snapshot: (id: number) => SnapshotAnswer
  /** The people in its list, by id; none without a list. Throws `NOT_FOUND`. */
  people: (id: number) => Iterable<HolderAnswer>
}

/** Tenants by our own id, read once per export. */
export type TenantDirectory = ReadonlyMap<number, TenantAnswer>

/** All tenants by our own id. */
export async function tenantDirectory(ask: Ask): Promise<TenantDirectory> {
  const tenants = await ask('tenants.list', {})
  return new Map(tenants.map((tenant) => [tenant.id, tenant]))
}

/** Names of SKUs by id, as trends show them; null for a SKU that the history does not have. */
export async function skuNames(ask: Ask): Promise<(skuId: string) => string | null> {
  const choices = await ask('trend.figures', {})
  const names = new Map(choices.map(({ figure, label }) => [figure, label]))
  // Licences of Genesys have no trend.
  const licences = new Map((await ask('licences.names', {})).map(({ skuId, name }) => [skuId, name]))
  return (skuId) => names.get(`sku:${skuId}`) ?? licences.get(skuId) ?? null
}
