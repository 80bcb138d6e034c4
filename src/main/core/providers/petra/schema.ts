/**
 * What we rely on in Petra's answers (its published definition makes every property optional). Lenient about what is missing and about
 * what stands alone (a total that is no number is a total we do not have); strict about ids and SKUs, since a wrong type there would
 * become a wrong count.
 * Only used to check: what is kept is the parsed payload itself, never a schema's output.
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

/** The answer of `/v1/tenants`; here a tenant without an id is of no use. */
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
