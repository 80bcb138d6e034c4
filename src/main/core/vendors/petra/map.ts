/** Maps Petra's payloads to our model. Pure. */
import { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import type { Warning } from '../../../../shared/contract/errors.ts'
import type { Json, JsonObject } from '../../../../shared/domain/json.ts'
import { isGuid, normaliseId } from '../../../../shared/domain/vendor-id.ts'
import { AppError } from '../../base/errors.ts'
import type { AskedFor, HolderFacts, Interpretation, TenantTotals, VendorTenant } from '../provider.ts'
import { billableUsersSchema, tenantsSchema, usageSchema } from './schema.ts'

/** Reads an answer of `/v1/billable-users`. Throws `UNREADABLE_ANSWER`, `TENANT_MISMATCH`. */
export function interpretBillableUsers(payload: JsonObject, asked: AskedFor): Interpretation {
  const answer = check(billableUsersSchema, payload, '/v1/billable-users')
  const reported = countOf(payload.totalBillableUsers)
  const listed = answer.users?.length ?? null
  if (listed === null && reported === null) throw unreadable('/v1/billable-users', 'it has neither a list of users nor a total')
  const warnings = [
    ...checkTenant(textOf(payload.tenantId), textOf(payload.microsoftTenantId), asked),
    ...oddNumbers(payload, ['totalBillableUsers', 'projectedBillableUnitsThisMonth']),
  ]
  if (listed === null) {
    warnings.push({
      code: 'TOTALS_ONLY',
      message: 'Petra sent a total without the list of users, so this snapshot does not say who they are.',
    })
  } else if (reported !== null && listed !== reported) {
    warnings.push({
      code: 'LIST_DIFFERS',
      message: `Petra reports ${reported} billable users and lists ${listed}.`,
      data: { reported, listed },
    })
  }
  return {
    reportedAt: instantOf(payload.reportGeneratedAt),
    periodStart: null,
    periodEnd: null,
    reported,
    units: countOf(payload.projectedBillableUnitsThisMonth),
    warnings,
  }
}

/** Reads an answer of `/v1/usage`. Its report time is 00:00 UTC of the day that its totals are for. Throws `UNREADABLE_ANSWER`. */
export function interpretUsage(payload: JsonObject, asked: AskedFor): Interpretation {
  const answer = check(usageSchema, payload, '/v1/usage')
  const reported = countOf(payload.totalTenants)
  const listed = answer.tenants?.length ?? null
  if (listed === null && reported === null) throw unreadable('/v1/usage', 'it has neither a list of tenants nor a total')
  const warnings = oddNumbers(payload, ['totalTenants'])
  const day = dayOf(answer.asOf ?? null)
  const askedDay = asked.params?.asOf
  if (day === null) {
    // Without its day, an answer about the past could be filed under the current month.
    if (askedDay !== undefined) throw unreadable('/v1/usage', `it does not state its day, although ${askedDay} was requested`)
    warnings.push({ code: 'DAY_MISSING', message: 'Petra did not state the day of these totals.' })
  } else if (askedDay !== undefined && day !== askedDay) {
    throw unreadable('/v1/usage', `it is for ${day}, but ${askedDay} was requested`)
  }
  if (listed === null) {
    warnings.push({ code: 'TOTALS_ONLY', message: 'Petra sent the number of tenants without the list.' })
  } else if (reported !== null && listed !== reported) {
    warnings.push({ code: 'LIST_DIFFERS', message: `Petra reports ${reported} tenants and lists ${listed}.`, data: { reported, listed } })
  }
  return {
    reportedAt: day === null ? instantOf(payload.reportGeneratedAt) : Date.parse(`${day}T00:00:00.000Z`),
    periodStart: day,
    periodEnd: day,
    reported,
    units: null,
    warnings,
  }
}

/** Reads an answer of `/v1/tenants`; duplicates are dropped. Throws `UNREADABLE_ANSWER`. */
export function readTenants(payload: JsonObject): VendorTenant[] {
  const tenants = new Map<string, VendorTenant>()
  for (const tenant of check(tenantsSchema, payload, '/v1/tenants').tenants) {
    if (tenants.has(tenant.petraTenantId)) continue
    tenants.set(tenant.petraTenantId, {
      externalId: tenant.petraTenantId,
      kind: 'petra',
      name: tenant.name?.trim() || tenant.petraTenantId,
      microsoftTenantId: tenant.microsoftTenantId ? normaliseId(tenant.microsoftTenantId) : null,
      vendorPaused: tenant.isPaused ?? null,
    })
  }
  return [...tenants.values()]
}

/** The holder of a user's entry. */
export function billableUser(entry: JsonObject): HolderFacts {
  return {
    displayName: textOf(entry.displayName),
    userPrincipalName: textOf(entry.userPrincipalName),
    mail: textOf(entry.mail),
    accountEnabled: typeof entry.accountEnabled === 'boolean' ? entry.accountEnabled : null,
  }
}

/** The holder of a tenant's entry of `usage`, which has only a name. */
export function usageTenant(entry: JsonObject): HolderFacts {
  return { displayName: textOf(entry.displayName), userPrincipalName: null, mail: null, accountEnabled: null }
}

/** How a tenant is billed, from its entry of `usage`; a member of the wrong type counts as missing. */
export function tenantTotalsOf(entry: JsonObject): TenantTotals {
  const share = entry.proratingPercentageThisMonth
  return {
    licensed: countOf(entry.totalLicensedUsers),
    units: countOf(entry.billableUsersThisMonth),
    prorating: typeof share === 'number' ? String(share) : textOf(share),
    billableStatus: textOf(entry.billableStatus),
    paused: typeof entry.isPaused === 'boolean' ? entry.isPaused : null,
    firstBillableDay: dayOf(textOf(entry.firstBillableDate)),
  }
}

/** A warning for each member that was sent but is not a non-negative integer. */
function oddNumbers(payload: JsonObject, members: readonly string[]): Warning[] {
  return members
    .filter((member) => payload[member] !== undefined && payload[member] !== null && countOf(payload[member]) === null)
    .map((member) => ({
      code: 'NUMBER_UNREADABLE',
      message: `Petra’s ${member} is not a whole number and was not used.`,
      data: { member },
    }))
}

function countOf(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

/** A non-empty string, else null. */
export function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function unreadable(route: string, why: string): AppError {
  return new AppError(
    'UNREADABLE_ANSWER',
    `Petra’s answer to ${route} could not be used: ${why}. Nothing was recorded; the response is stored with this run. Collect again; if this persists, contact Petra’s support.`,
  )
}

function check<S extends z.ZodType>(schema: S, payload: JsonObject, route: string): z.output<S> {
  const result = schema.safeParse(payload)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  // The issue's message has types, never values.
  throw unreadable(route, issue === undefined ? 'its shape is unknown' : `${issue.path.join('.') || 'it'}: ${issue.message}`)
}

/**
 * Checks that the answer is about the requested tenant. Petra accepts a Microsoft tenant id in place of its own id, so the answer may
 * match by either; an id that matches neither is a mismatch.
 */
function checkTenant(tenantId: string | null, microsoftTenantId: string | null, asked: AskedFor): Warning[] {
  if (asked.externalId === null) return []
  const external = normaliseId(asked.externalId)
  const sent = tenantId === null ? null : normaliseId(tenantId)
  const sentMicrosoft = microsoftTenantId === null ? null : normaliseId(microsoftTenantId)
  const known = [external, asked.microsoftTenantId === null ? null : normaliseId(asked.microsoftTenantId)]
  const microsoft = known[1] ?? (isGuid(external) && sent !== external ? external : null)
  // If the request used a Microsoft id, a Petra id in the answer is new information, not a mismatch.
  const isNews = isGuid(external) && (sentMicrosoft === null ? sent !== null && !isGuid(sent) : known.includes(sentMicrosoft))
  const contradicts =
    (sent !== null && !known.includes(sent) && !isNews) || (sentMicrosoft !== null && microsoft !== null && sentMicrosoft !== microsoft)
  if (contradicts) {
    throw new AppError(
      'TENANT_MISMATCH',
      'Petra returned a different tenant from the one requested, so nothing was recorded. Check this tenant’s id; if it is correct, contact Petra’s support.',
      {
        data: {
          asked: asked.externalId,
          askedMicrosoft: asked.microsoftTenantId,
          answered: tenantId,
          answeredMicrosoft: microsoftTenantId,
        },
      },
    )
  }
  const named = (sent !== null && known.includes(sent)) || (sentMicrosoft !== null && known.includes(sentMicrosoft))
  return named
    ? []
    : [{ code: 'TENANT_NOT_NAMED', message: 'Petra’s answer does not state its tenant; it is assumed to be the requested one.' }]
}

function instantOf(value: Json | undefined): number | null {
  if (typeof value !== 'string') return null
  try {
    return Temporal.Instant.from(value).epochMilliseconds
  } catch {
    // Treated like a missing time: our collection time is used, with a warning.
    return null
  }
}

function dayOf(value: string | null): string | null {
  const day = value?.slice(0, 10) ?? ''
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null
  try {
    return Temporal.PlainDate.from(day).toString()
  } catch {
    return null
  }
}
