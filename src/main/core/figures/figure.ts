/** Figures by name: how they are parsed and labelled, which tenants have them, and whether tenants may be added up. */
import type { FigureName } from '../../../shared/contract/figure-answers.ts'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import type { ReportTenant } from './tenants.ts'

/** A parsed figure name. */
export type Figure = { name: FigureName } & (
  | { kind: 'count'; column: 'reported' | 'listed' | 'disabled' }
  | { kind: 'recounted' }
  | { kind: 'units' }
  | { kind: 'totals'; member: 'licensed' | 'units' | 'prorating' }
  | { kind: 'sku'; skuId: string }
  | { kind: 'charge'; quantity: 'used' | 'committed'; chargeId: string }
)

/** Parses a figure's name and normalises its id (GUIDs in lower case). */
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

/** Whether tenants of this kind have the figure. */
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

/** Why values of several tenants cannot be added; null if they can. */
export function notAddable(figure: Figure): string | null {
  if (figure.kind === 'totals' && figure.member === 'prorating') return 'Shares of several tenants cannot be added. Select one tenant.'
  if (figure.kind === 'charge' && figure.quantity === 'used') {
    return 'Used quantities cannot be added over tenants: some are peaks, and the report does not say which. Select one tenant.'
  }
  return null
}

/** The figure's label; `nameOf` names a SKU or a charge. */
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
