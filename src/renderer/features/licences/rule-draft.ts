/** A rule being edited: its texts, and the resulting rule. */
import type { RuleInput } from '../../../shared/contract/routes.ts'
import { formatMoney } from '../../lib/format.ts'

export type RuleDraft =
  | { kind: 'price'; item: string; name: string; amount: string | null; currency: string | null }
  | { kind: 'overlap'; skuId: string; name: string; coveredSkuId: string; coveredName: string; active: boolean }
  | { kind: 'flag'; skuId: string; name: string; flag: 'excludedByVendor' | 'free'; value: boolean }

/** The item whose price the vendor's bill uses. */
export const petraUnit = 'petra:unit'

const flagWords = {
  excludedByVendor: { true: 'not billed by the vendor', false: 'billed by the vendor' },
  free: { true: 'free', false: 'paid' },
} as const

type OverlapDraft = RuleDraft & { kind: 'overlap' }

/** The text of an overlap rule. */
export const overlapWords = ({ name, coveredName, active }: OverlapDraft): string =>
  active
    ? `People who hold ${coveredName} together with ${name}, which includes it, are reported.`
    : `People who hold ${coveredName} together with ${name} are no longer reported.`

/** The dialog's title. */
export function titleOf(draft: RuleDraft): string {
  switch (draft.kind) {
    case 'price':
      return `Price of ${draft.name}`
    case 'flag':
      return `${draft.name}: ${flagWords[draft.flag][`${draft.value}`]}`
    case 'overlap':
      return draft.active ? 'Overlap' : 'No overlap'
  }
}

/** The text of the notice. */
export function didOf(draft: RuleDraft, amount: string, currency: string): string {
  switch (draft.kind) {
    case 'flag':
      return `${draft.name} is marked as ${flagWords[draft.flag][`${draft.value}`]}.`
    case 'overlap':
      return `${draft.name} with ${draft.coveredName}: ${draft.active ? 'reported' : 'no longer reported'}.`
    case 'price':
      if (amount.trim() === '') return `${draft.name} no longer has a price.`
      return `${draft.name} costs ${formatMoney(amount.trim(), currency.trim().toUpperCase())}.`
  }
}

/** The values of the form. */
interface Given {
  amount: string
  currency: string
  connection?: string
  from?: string
  allHistory?: boolean
}

/** The rule to save. */
export function ruleOf(draft: RuleDraft, { amount, currency, connection, ...inForce }: Given): RuleInput {
  switch (draft.kind) {
    case 'flag':
      return { kind: 'flag', skuId: draft.skuId, flag: draft.flag, value: draft.value, ...inForce }
    case 'overlap':
      return { kind: 'overlap', skuId: draft.skuId, coveredSkuId: draft.coveredSkuId, active: draft.active, ...inForce }
    case 'price':
      return {
        kind: 'price',
        item: draft.item,
        amount: amount === '' ? null : amount,
        currency,
        ...(connection === undefined ? {} : { connection }),
        ...inForce,
      }
  }
}
