/** The stored options of a Genesys connection: one OAuth client in one region, and what to collect. Never the secret. */
import { z } from 'zod'
import { originSchema } from '../origin.ts'
import { regionHost } from './regions.ts'

const host = z.string().transform((text, context) => {
  const found = regionHost(text)
  if (found !== null) return found
  context.addIssue('expected a region such as eu-central-1 or its host such as mypurecloud.de, without https:// and without api. or login.')
  return z.NEVER
})

const day = z.iso.date('expected a day such as 2026-01-21')

/** A connection's options: either `region` or both addresses, and at least one of `ownOrg` and `customers`. */
export const genesysConfigSchema = z
  .strictObject({
    clientId: z.string().trim().min(1).max(200),
    region: host.nullable().default(null),
    apiUrl: originSchema.nullable().default(null),
    loginUrl: originSchema.nullable().default(null),
    /** Collect the organisation's own billable usage. */
    ownOrg: z.boolean().default(false),
    /** The day of the month on which the organisation's billing cycle starts; in shorter months, the last day. */
    cycleDay: z.number().int().min(1).max(31).default(1),
    /** The earliest day of the backfill; null: as far back as the vendor's history goes. */
    cycleSince: day.nullable().default(null),
    /** Collect the overviews of the organisations that trust this one. */
    customers: z.boolean().default(false),
  })
  .superRefine((config, context) => {
    const addresses = [config.apiUrl, config.loginUrl].filter((each) => each !== null).length
    if (config.region === null ? addresses !== 2 : addresses !== 0) {
      context.addIssue('give either the region, or both the API and the login address')
    }
    if (!config.ownOrg && !config.customers) context.addIssue('choose the own organisation, the customers, or both')
  })

/** A connection's parsed options. */
export type GenesysConfig = z.output<typeof genesysConfigSchema>

/** The origins of a connection's two hosts. */
export function genesysOrigins(config: GenesysConfig): { api: string; login: string } {
  if (config.apiUrl !== null && config.loginUrl !== null) return { api: config.apiUrl, login: config.loginUrl }
  return { api: `https://api.${config.region}`, login: `https://login.${config.region}` }
}
