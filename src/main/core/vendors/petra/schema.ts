/**
 * The parts of Petra's answers that we rely on; its published definition makes every property optional. Lenient about missing or invalid
 * standalone values (a total that is not a number counts as missing); strict about ids and SKUs, since a wrong type there would cause a
 * wrong count. Used for checking only: what is stored is the parsed payload, never a schema's output.
 */
import { z } from 'zod'

const id = z.string().nullish()

const billableUser = z.looseObject({
  id,
  assignedLicenseSkuIds: z.array(z.string()).nullish(),
})

/** The answer of `/v1/billable-users`. */
export const billableUsersSchema = z.looseObject({
  tenantId: id,
  microsoftTenantId: id,
  users: z.array(billableUser).nullish(),
})

/** The answer of `/v1/usage`. */
export const usageSchema = z.looseObject({
  asOf: z.string().nullish(),
  tenants: z.array(z.looseObject({ petraTenantId: id })).nullish(),
})

/** The answer of `/v1/tenants`, where a tenant without an id is useless. */
export const tenantsSchema = z.looseObject({
  tenants: z.array(
    z.looseObject({
      petraTenantId: z.string().min(1),
      name: z.string().nullish(),
      microsoftTenantId: id,
      isPaused: z.boolean().nullish(),
    }),
  ),
})
