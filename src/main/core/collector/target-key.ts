/** What a run is about, as one text: a second request for the same joins the running one, and a restarted sweep knows what it has asked. */
import canonicalize from 'canonicalize'
import type { DatasetId, Target } from '../vendors/provider.ts'

/** Whose dataset, with the vendor's own parameters. */
export interface TargetIdentity {
  connectionId: number
  /** Null for a connection's dataset. */
  tenantId: number | null
  dataset: DatasetId
  /** As `paramsText` gives it. */
  params: string
}

/** A target's parameters as they are kept: canonical JSON, empty for "now". */
export function paramsText(params: Target['params']): string {
  return Object.keys(params).length === 0 ? '' : (canonicalize(params) ?? '')
}

/** One text for one thing to ask. */
export function targetKey({ connectionId, tenantId, dataset, params }: TargetIdentity): string {
  return `${connectionId} ${tenantId ?? 0} ${dataset} ${params}`
}
