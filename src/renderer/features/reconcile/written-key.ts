/** The key of a name with the name as files write it, so that lists show it like that. An id has one form only. */
export const writtenKey = (key: string, label: string): string =>
  key.replace(/^((?:genesys:)?name:).*$/s, (_, start: string) => `${start}${label}`)
