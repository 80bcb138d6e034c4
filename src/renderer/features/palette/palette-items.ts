/** The palette's items and how they are filtered. */
import type { IconName } from '../../components/icon.tsx'

type Group = 'Screens' | 'Actions' | 'Months' | 'Tenants' | 'Licences' | 'People'

export interface PaletteItem {
  id: string
  group: Group
  icon: IconName
  name: string
  detail?: string
  /** Further words that find it; they are not shown. */
  words?: string
  /** Shown only if a typed word is a prefix of this word; for a tenant's further screens. */
  only?: string
  run: () => void
}

/** Items that contain every typed word, at most `limit` per group. Groups are ordered by their best match, items by how well they match. */
export function fitting(items: readonly PaletteItem[], typed: string, limit: number): PaletteItem[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const found = items.flatMap((item) => {
    const level = levelOf(item, words)
    return level === null ? [] : [{ item, level }]
  })
  const groups = [...Map.groupBy(found, ({ item }) => item.group)].map(([group, of]) => ({
    group,
    of: of.sort((left, right) => left.level - right.level).slice(0, limit),
  }))
  const best = ({ of }: (typeof groups)[number]): number => of[0]?.level ?? 0
  return groups
    .sort((left, right) => best(left) - best(right) || order.indexOf(left.group) - order.indexOf(right.group))
    .flatMap(({ of }) => of.map(({ item }) => item))
}

const order: Group[] = ['Screens', 'Actions', 'Months', 'Tenants', 'Licences', 'People']

/** 0: the name begins with the first word; 1: a word of the name does; 2: name and detail contain every word; 3: hidden words are needed. */
function levelOf({ name, detail = '', words: hidden = '', only }: PaletteItem, words: readonly string[]): number | null {
  if (only !== undefined && !words.some((word) => only.startsWith(word))) return null
  const [first] = words
  if (first === undefined) return 0
  const shown = `${name} ${detail}`.toLocaleLowerCase()
  if (words.every((word) => shown.includes(word))) {
    const lower = name.toLocaleLowerCase()
    return lower.startsWith(first) ? 0 : lower.includes(` ${first}`) ? 1 : 2
  }
  const all = `${shown} ${hidden}`
  return words.every((word) => all.includes(word)) ? 3 : null
}
