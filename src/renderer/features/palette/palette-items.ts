/** The palette's items and how they are filtered. */
import type { IconName } from '../../components/icon.tsx'

export interface PaletteItem {
  id: string
  group: 'Screens' | 'Actions' | 'Tenants' | 'Licences' | 'People'
  icon: IconName
  name: string
  detail?: string
  run: () => void
}

/** Items that contain every typed word, those that start with the first word on top; at most `limit` per group. */
export function fitting(items: readonly PaletteItem[], typed: string, limit: number): PaletteItem[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const taken = new Map<string, number>()
  return items
    .filter((item) => {
      const text = `${item.name} ${item.detail ?? ''}`.toLocaleLowerCase()
      return words.every((word) => text.includes(word))
    })
    .sort((left, right) => rank(left, words) - rank(right, words))
    .filter((item) => {
      const count = taken.get(item.group) ?? 0
      taken.set(item.group, count + 1)
      return count < limit
    })
}

const order: PaletteItem['group'][] = ['Screens', 'Actions', 'Tenants', 'Licences', 'People']

function rank(item: PaletteItem, words: readonly string[]): number {
  const starts = words[0] !== undefined && item.name.toLocaleLowerCase().startsWith(words[0])
  return order.indexOf(item.group) * 2 + (starts ? 0 : 1)
}
