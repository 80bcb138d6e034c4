/** Display names of tenants and licences. */
import { useMemo } from 'react'
import type { TenantAnswer } from '../../shared/contract/connection-answers.ts'
import { useAnswer } from './query.ts'

interface Names {
  tenants: readonly TenantAnswer[]
  nameOf: (tenant: number | null) => string
  tenantOf: (tenant: number | null) => TenantAnswer | undefined
}

const none: readonly TenantAnswer[] = []

export function useTenants(): Names {
  const tenants = useAnswer('tenants.list', {}).data ?? none
  return useMemo(() => {
    const byId = new Map(tenants.map((each) => [each.id, each]))
    const names = namesApart(tenants)
    return {
      tenants,
      tenantOf: (tenant) => (tenant === null ? undefined : byId.get(tenant)),
      nameOf: (tenant) => (tenant === null ? 'All tenants of the connection' : (names.get(tenant) ?? `Tenant ${tenant}`)),
    }
  }, [tenants])
}

/** Unique names by id: duplicate names get the connection appended, and if that is not enough, the vendor's id. */
export function namesApart(tenants: readonly TenantAnswer[]): ReadonlyMap<number, string> {
  const ofName = Map.groupBy(tenants, (each) => each.name)
  const ofBoth = Map.groupBy(tenants, (each) => `${each.connection}\n${each.name}`)
  return new Map(
    tenants.map(({ id, name, connection, externalId }) => {
      if (ofName.get(name)!.length === 1) return [id, name]
      return [id, `${name} (${connection}${ofBoth.get(`${connection}\n${name}`)!.length === 1 ? '' : `, ${externalId}`})`]
    }),
  )
}

/** Replaces tenant ids ("tenant 34") in a message of the host with names. */
export function withNames(sentence: string, nameOf: Names['nameOf']): string {
  return sentence.replace(/\btenant (\d+)\b/g, (_, id) => nameOf(Number(id)))
}

/** Names of licences by SKU id; an unknown id is returned unchanged. */
export function useSkuNames(): (skuId: string) => string {
  const rows = useAnswer('licences.names', {}).data
  return useMemo(() => {
    const byId = new Map((rows ?? []).map((each) => [each.skuId, each.name]))
    return (skuId) => byId.get(skuId) ?? skuId
  }, [rows])
}

/**
 * Names of licences from an answer's own rows, else from `known`. A comparison has rows only for licences whose number changed, but a new person
 * may hold others.
 */
export function namedBy(rows: readonly { skuId: string; name: string }[], known: (skuId: string) => string): (skuId: string) => string {
  const byId = new Map(rows.map((row) => [row.skuId, row.name]))
  return (skuId) => byId.get(skuId) ?? known(skuId)
}
