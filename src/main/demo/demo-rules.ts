/** The demo's prices. Made up; all in one currency, so that totals can be formed. */
import { sku } from '../core/catalogue/sku-ids.ts'
import { type NewRule, petraUnit } from '../core/rules/rule-book.ts'

const licencePrices: Readonly<Record<string, string>> = {
  [sku.businessBasic]: '5.60',
  [sku.businessStandard]: '11.70',
  [sku.businessPremium]: '20.60',
  [sku.appsForBusiness]: '9.80',
  [sku.microsoft365E3]: '36.30',
  [sku.microsoft365E5]: '57.10',
  [sku.microsoft365F1]: '2.10',
  [sku.microsoft365F3]: '7.50',
  [sku.office365E1]: '9.40',
  [sku.office365E3]: '22.60',
  [sku.exchangePlan1]: '3.70',
  [sku.exchangePlan2]: '7.50',
  [sku.entraP1]: '5.60',
  [sku.entraP2]: '8.40',
  [sku.intune]: '7.50',
  [sku.defenderForBusiness]: '2.80',
  [sku.copilot]: '28.10',
  [sku.visioPlan2]: '14.00',
  [sku.projectPlan3]: '28.10',
  [sku.powerBiPro]: '9.40',
  [sku.teamsPremium]: '9.30',
}

/** Prices from the month `from`, and a higher unit price from the month `raisedFrom`. */
export function demoRules({ from, raisedFrom, at }: { from: string; raisedFrom: string; at: number }): NewRule[] {
  const price = (subject: string, value: string, fromMonth: string): NewRule => ({
    kind: 'price',
    subject,
    object: '',
    value,
    currency: 'EUR',
    fromMonth,
    at,
  })
  return [
    price(petraUnit, '3.20', from),
    price(petraUnit, '3.45', raisedFrom),
    ...Object.entries(licencePrices).map(([subject, value]) => price(subject, value, from)),
  ]
}
