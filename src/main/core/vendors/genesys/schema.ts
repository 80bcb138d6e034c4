/**
 * The parts of Genesys answers that we rely on, by the published definition: every member may be missing, and null counts as
 * missing. Members not named here are ignored.
 */
import { z } from 'zod'

const text = z.string().nullish()
const count = z.number().int().nonnegative().nullish()

/** An error of the API. */
export const apiErrorSchema = z.looseObject({ code: z.string(), message: text, contextId: text })
/** An error of the token endpoint. */
export const oauthErrorSchema = z.looseObject({ error: z.string(), error_description: text, description: text })

/** A successful token request. `expires_in` is ignored: idle limits end tokens earlier. */
export const tokenSchema = z.looseObject({ access_token: z.string().min(1) })

/** An organisation, in `organizations/me` and inside a trustor. */
export const organizationSchema = z.looseObject({ id: z.string().min(1), name: text, thirdPartyOrgName: text })

/** One page of the organisations that trust the caller's. `id` is the customer's organisation id. */
export const trustorPageSchema = z.looseObject({
  entities: z
    .array(z.looseObject({ id: z.string().min(1), enabled: z.boolean().nullish(), organization: organizationSchema.partial().nullish() }))
    .nullish(),
  pageCount: count,
  total: count,
  nextUri: text,
})
