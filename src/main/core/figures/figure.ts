/** Figures by name: how they are parsed and labelled, which tenants have them, and whether tenants may be added up. */

import type { FigureName, MoneyKind } from '../../../shared/contract/figure-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
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
  | { kind: 'money'; money: MoneyKind; currency: string | null }
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
    case 'bill':
    case 'licence-cost':
    case 'overage':
      return { name, kind: 'money', money: name, currency: null }
  }
  const [before, after] = [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1)]
  if (before === 'bill' || before === 'licence-cost' || before === 'overage') return moneyFigure(before, after)
  const id = normaliseId(after)
  if (before === 'sku') return { name: `sku:${id}`, kind: 'sku', skuId: id }
  const quantity = before === 'used' ? 'used' : 'committed'
  return { name: `${quantity}:${id}`, kind: 'charge', quantity, chargeId: id }
}

/** Money of a kind in one currency. */
export const moneyFigure = (money: MoneyKind, currency: string): Figure & { kind: 'money' } => ({
  name: `${money}:${currency}`,
  kind: 'money',
  money,
  currency,
})

/** Whether tenants of this kind have the figure. */
export function appliesTo(figure: Figure, kind: ReportTenant['kind']): boolean {
  switch (figure.kind) {
    case 'sku':
      return kind !== 'customer'
    case 'money':
      // An own organisation's report has neither prices nor a currency.
      return figure.money === 'overage' ? kind === 'customer' : kind === 'petra'
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
    return 'Used quantities of several tenants cannot be added, because some are peaks and the report does not say which. Select one tenant.'
  }
  return null
}

/** The figure's label; `nameOf` names a SKU or a charge. */
export function figureLabel(figure: Figure, nameOf: (id: string) => string): string {
  switch (figure.kind) {
    case 'count':
      return figureNames[figure.column]
    case 'recounted':
      return figureNames.recounted
    case 'units':
      return figureNames.units
    case 'totals':
      return { licensed: 'Licensed users (totals)', units: `${figureNames.units} (totals)`, prorating: 'Prorating share (totals)' }[
        figure.member
      ]
    case 'sku':
      return nameOf(figure.skuId)
    case 'money': {
      const label = { bill: figureNames.bill, 'licence-cost': figureNames.licenceCost, overage: figureNames.overageCost }[figure.money]
      return figure.currency === null ? label : `${label} (${figure.currency})`
    }
    case 'charge':
      return `${nameOf(figure.chargeId)}: ${figure.quantity}`
  }
}
