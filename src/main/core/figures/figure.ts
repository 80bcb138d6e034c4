/** Figures by name: what they mean, whom they apply to, and whether values of several tenants may be added. */
import type { FigureName } from '../../../shared/contract/figure-answers.ts'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import type { ReportTenant } from './tenants.ts'

/** A figure, taken apart. */
export type Figure = { name: FigureName } & (
  | { kind: 'count'; column: 'reported' | 'listed' | 'disabled' }
  | { kind: 'recounted' }
  | { kind: 'units' }
  | { kind: 'totals'; member: 'licensed' | 'units' | 'prorating' }
  | { kind: 'sku'; skuId: string }
  | { kind: 'charge'; quantity: 'used' | 'committed'; chargeId: string }
)

/** Takes a figure's name apart; ids are compared as everywhere (a GUID in lower case). */
export function parseFigure(name: FigureName): Figure {
  switch (name) {
    case 'reported':
    case 'listed':
    case 'disabled':
      return { name, kind: 'count', column: name }
    case 'recounted':
    case 'units':
      return { name, kind: name }
    case 'usage:licensed':
      return { name, kind: 'totals', member: 'licensed' }
    case 'usage:units':
      return { name, kind: 'totals', member: 'units' }
    case 'usage:prorating':
      return { name, kind: 'totals', member: 'prorating' }
  }
  const [prefix, id] = [name.slice(0, name.indexOf(':')), normaliseId(name.slice(name.indexOf(':') + 1))]
  if (prefix === 'sku') return { name: `sku:${id}`, kind: 'sku', skuId: id }
  const quantity = prefix === 'used' ? 'used' : 'committed'
  return { name: `${quantity}:${id}`, kind: 'charge', quantity, chargeId: id }
}

/** Whether a tenant of this kind can have the figure. */
export function appliesTo(figure: Figure, kind: ReportTenant['kind']): boolean {
  switch (figure.kind) {
    case 'sku':
      return kind !== 'customer'
    case 'charge':
      return kind === 'customer' || (kind === 'own' && figure.quantity === 'used')
    default:
      return kind === 'petra'
  }
}

/** Why values of several tenants may not be added; null when they may. */
export function notAddable(figure: Figure): string | null {
  if (figure.kind === 'totals' && figure.member === 'prorating') return 'A share is no quantity: shares of several tenants cannot be added.'
  if (figure.kind === 'charge' && figure.quantity === 'used') {
    return 'A used quantity may be the peak of one organisation, and the report does not say which are: peaks of several organisations do not add up to anything. Ask for the tenants one by one.'
  }
  return null
}

/** A figure in words; `nameOf` names a SKU or a charge. */
export function figureLabel(figure: Figure, nameOf: (id: string) => string): string {
  switch (figure.kind) {
    case 'count':
      return { reported: 'Billable users reported', listed: 'Users listed', disabled: 'Disabled accounts listed' }[figure.column]
    case 'recounted':
      return 'Users recounted'
    case 'units':
      return 'Billable units'
    case 'totals':
      return { licensed: 'Licensed users (totals)', units: 'Billable units (totals)', prorating: 'Prorating share (totals)' }[figure.member]
    case 'sku':
      return nameOf(figure.skuId)
    case 'charge':
      return `${nameOf(figure.chargeId)}: ${figure.quantity}`
  }
}
