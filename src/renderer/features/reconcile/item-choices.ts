/** What names of an invoice can mean: tenants with people; units, licences and services. */
import { useMemo } from 'react'
import { useAnswer } from '../../lib/query.ts'
import { useTenants } from '../../lib/use-names.ts'

export interface Choice {
  value: string
  label: string
}

/** Petra's tenants, by our id. */
export function useTenantChoices(): Choice[] {
  const { tenants, nameOf } = useTenants()
  return useMemo(
    () => tenants.filter(({ provider }) => provider === 'petra').map(({ id }) => ({ value: String(id), label: nameOf(id) })),
    [tenants, nameOf],
  )
}

/** Items by their text (`petra:unit`, `service:NAME`, `sku:ID`). A licence of a name that another one has too shows its id. */
export function useItemChoices(): Choice[] {
  const licences = useAnswer('licences.names', {}).data
  const services = useAnswer('services.list', {}).data
  return useMemo(() => {
    const known = (licences ?? []).filter(({ provider }) => provider === 'petra')
    const ofName = Map.groupBy(known, ({ name }) => name)
    return [
      { value: 'petra:unit', label: 'Petra billable units' },
      ...(services ?? []).map(({ name }) => ({ value: `service:${name}`, label: `Service: ${name}` })),
      ...known.map(({ skuId, name }) => ({
        value: `sku:${skuId}`,
        label: ofName.get(name)!.length === 1 ? name : `${name} (${skuId})`,
      })),
    ]
  }, [licences, services])
}
