/** The first `most` items of a list in one line, and the number of the others. */
export function firstOf(items: readonly (string | number)[], most: number): string {
  const more = items.length - most
  return `${items.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
