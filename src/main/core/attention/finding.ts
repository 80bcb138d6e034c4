/** Findings before muting and adding up, and their ids. */
import { hash } from 'node:crypto'
import type { Finding, FindingKind, FindingLine } from '../../../shared/contract/attention-answers.ts'
import type { MonthEnd } from '../figures/month-end.ts'

/** A finding without its mute, and without its ids: most answers name few findings, and a hash for each would be most of their work. */
export interface Found extends Omit<Finding, 'id' | 'muted'> {
  kind: FindingKind
  /** Distinguishes it from other findings of the kind and tenant. Part of the id. */
  key: readonly string[]
}

/** How a finding is named. */
export interface FindingIds {
  id: string
  /** Identifies the finding within its tenant. The same on every machine of a team, although tenant ids differ. */
  about: string
  /** Its id in versions without `about`: older mutes have it. */
  earlierId: string
}

/** Titles of the kinds, and the cost that their amounts belong to. */
export const kinds: Readonly<Record<FindingKind, Pick<FindingLine, 'title' | 'cost'>>> = {
  'disabled-licences': { title: 'Disabled people with licences', cost: 'licences' },
  overlaps: { title: 'Overlapping licences', cost: 'licences' },
  'billed-not-held': { title: 'Billed, but not held', cost: 'bill' },
  'held-not-billed': { title: 'Held, but not billed', cost: 'bill' },
  'unused-commitments': { title: 'Unused commitments', cost: 'charges' },
  'growing-overage': { title: 'Growing overage', cost: 'charges' },
  'trials-ending': { title: 'Trials about to be billed', cost: 'bill' },
  'new-tenants': { title: 'New tenants', cost: 'bill' },
  'gone-tenants': { title: 'Tenants that left', cost: 'bill' },
  unusual: { title: 'Outside the usual range', cost: 'bill' },
  'unusual-usage': { title: 'Usage outside the usual range', cost: 'charges' },
}

interface What extends Pick<Found, 'kind' | 'tenant' | 'month' | 'key' | 'text' | 'money'> {
  end: MonthEnd | undefined
  person?: Found['person']
  skuIds?: readonly string[]
  chargeId?: string
}

/** Makes a finding. */
export function found({ end, person = null, skuIds = [], chargeId, ...rest }: What): Found {
  return { ...rest, snapshotId: end?.snapshot.id ?? null, person, skuIds, chargeId: chargeId ?? null }
}

/** The ids of a finding. */
export function idsOf({ kind, tenant, key }: Pick<Found, 'kind' | 'tenant' | 'key'>): FindingIds {
  const about = shortHash([kind, ...key])
  return { id: findingId(tenant, about), about, earlierId: shortHash([kind, tenant, ...key]) }
}

/** The id of a tenant's finding. */
export const findingId = (tenant: number, about: string): string => shortHash([tenant, about])

/** The first 12 hex digits of a SHA-256, which contain no names. The same in every month. */
const shortHash = (parts: readonly (string | number)[]): string => hash('sha256', JSON.stringify(parts)).slice(0, 12)

/** `1 unit`, `2 units`. */
export const counted = (count: number | string, one: string, many: string): string => `${count} ${Number(count) === 1 ? one : many}`
