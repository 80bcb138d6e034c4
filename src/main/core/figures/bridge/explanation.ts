/** A change of reported users in one sentence. */
import type { Bridge, BridgePart } from '../../../../shared/contract/bridge-answers.ts'
import type { Explanation } from '../../../../shared/contract/diff-answers.ts'

/** The users bridge as text, with its parts. */
export function explanationOf({ delta, parts, notComparable }: Bridge['users']): Explanation {
  if (delta === null) {
    const why =
      notComparable.length === 0
        ? 'There is no total of billable users to explain.'
        : 'There is no total for both months, so there is no change to explain.'
    return { text: why, parts: [] }
  }
  if (parts.length === 0) return { text: 'No change.', parts: [] }
  return {
    text: `${signed(delta)}: ${parts.map(phrase).join(', ')}`,
    parts: parts.map((part) => ({ reason: part.reason, delta: part.delta })),
  }
}

function phrase({ reason, delta, tenants }: BridgePart<number>): string {
  const many = Math.abs(delta)
  const ofTenants = `${tenants.length} ${tenants.length === 1 ? 'tenant' : 'tenants'}`
  switch (reason) {
    case 'new-tenants':
      return `${many} in ${tenants.length} new ${tenants.length === 1 ? 'tenant' : 'tenants'}`
    case 'gone-tenants':
      return `${many} in ${ofTenants} that left`
    case 'added':
      return `${many} added`
    case 'removed':
      return `${many} removed`
    case 'began-to-count':
      return `${many} now ${many === 1 ? 'holds' : 'hold'} a billed licence`
    case 'ceased-to-count':
      return `${many} no longer ${many === 1 ? 'holds' : 'hold'} a billed licence`
    case 'rule-changed':
      return `${signed(delta)} by a changed rule`
    case 'entries-without-id':
      return `${signed(delta)} entries without an id`
    case 'duplicate-entries':
      return `${signed(delta)} duplicate entries`
    default:
      return `${signed(delta)} not explained by the list`
  }
}

/** `+7`, `−3`, `±0`. */
function signed(value: number): string {
  return value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '±0'
}
