/** The first few of a list in one line, and how many more there are: nothing is cut without a word. */
export function firstOf(items: readonly (string | number)[], most: number): string {
  const more = items.length - most
  return `${items.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
