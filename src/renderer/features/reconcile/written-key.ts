/** A mapping's key with the name as written in the file, for lists. An id is unchanged. */
export const writtenKey = (key: string, label: string): string =>
  key.replace(/^((?:genesys:)?name:).*$/s, (_, start: string) => `${start}${label}`)
