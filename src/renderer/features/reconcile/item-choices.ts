/** The tenants and items that names on an invoice can be mapped to. */
import { useMemo } from 'react'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import { useAnswer } from '../../lib/query.ts'
import { useTenants } from '../../lib/use-names.ts'

export interface Choice {
  value: string
  label: string
}

/** A vendor's tenants, by our id. */
export function useTenantChoices(provider: ProviderId = 'petra'): Choice[] {
  const { tenants, nameOf } = useTenants()
  return useMemo(
    () => tenants.filter((tenant) => tenant.provider === provider).map(({ id }) => ({ value: String(id), label: nameOf(id) })),
    [tenants, nameOf, provider],
  )
}

/** The prefix of figures of used quantities, which list every charge. */
const usedFigure = 'used:'

/** Items by their text (`petra:unit`, `service:NAME`, `sku:ID`, `charge:ID`). Licences with the same name show their ids. */
export function useItemChoices(): Choice[] {
  const licences = useAnswer('licences.names', {}).data
  const services = useAnswer('services.list', {}).data
  const figures = useAnswer('trend.figures', {}).data
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
      ...(figures ?? []).flatMap(({ figure, label }) =>
        figure.startsWith(usedFigure) ? [{ value: `charge:${figure.slice(usedFigure.length)}`, label: `Charge: ${label}` }] : [],
      ),
    ]
  }, [licences, services, figures])
}
