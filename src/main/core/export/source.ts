/** Where exports get their figures: the same routes as every screen, so that a file and a screen cannot disagree. */
import type { TenantAnswer } from '../../../shared/contract/answers.ts'
import type { RouteInput, RouteName, RouteOutput } from '../../../shared/contract/routes.ts'

/** Asks a route. Throws the route's `AppError`s, and `CANCELLED` once the export is no longer wanted. */
export type Ask = <R extends RouteName>(route: R, input: RouteInput<R>) => Promise<RouteOutput<R>>

/** Tenants by our own id, asked once an export. */
export type TenantDirectory = ReadonlyMap<number, TenantAnswer>

/** All tenants by our own id. */
export async function tenantDirectory(ask: Ask): Promise<TenantDirectory> {
  const tenants = await ask('tenants.list', {})
  return new Map(tenants.map((tenant) => [tenant.id, tenant]))
}
