/** A decision's value as short text: steps as "from month: value", anything else by its members. Null means withdrawn. */
export function decisionText(value: unknown): string {
  if (value === null) return 'reversed'
  if (!Array.isArray(value)) return membersText(value)
  return value.map(([from, step]: unknown[]) => `${from === null ? 'for all history' : `from ${from}`}: ${membersText(step)}`).join('; ')
}

function membersText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? 'nothing')
  // A rule's value, with the currency of a price.
  if ('value' in value && 'currency' in value) return [value.value ?? 'none', value.currency].filter((part) => part !== null).join(' ')
  return Object.entries(value)
    .filter(([, member]) => member !== null && member !== '')
    .map(([name, member]) => (Array.isArray(member) ? `${member.length} ${name}` : `${name} ${member}`))
    .join(', ')
}
