/** The licence that colours a cell: of those that a person holds, the one that most people hold. */
import type { PresenceAnswer } from '../../../shared/contract/presence-answers.ts'

/** The licences with a colour and a letter of their own; the others share one. */
export const shownLicences = 8

export interface MainLicences {
  /** The licences that colour cells, the most frequent first. */
  licences: { skuId: string; name: string }[]
  /** For each set: the index in `licences`, or null for a set without a licence. */
  ofSet: (number | null)[]
}

export function mainLicences({ sets, people }: Pick<PresenceAnswer, 'sets' | 'people'>): MainLicences {
  const cells = new Map<number, number>()
  for (const person of people) for (const set of person.cells) if (set !== null) cells.set(set, (cells.get(set) ?? 0) + 1)
  const held = new Map<string, number>()
  for (const [set, count] of cells) for (const skuId of sets[set]!.skuIds) held.set(skuId, (held.get(skuId) ?? 0) + count)
  const more = (a: string, b: string): number => (held.get(b) ?? 0) - (held.get(a) ?? 0) || (a < b ? -1 : 1)
  const mains = sets.map(({ skuIds }) => skuIds.toSorted(more)[0] ?? null)

  const coloured = new Map<string, number>()
  for (const [set, count] of cells) {
    const main = mains[set]
    if (main) coloured.set(main, (coloured.get(main) ?? 0) + count)
  }
  const order = [...coloured].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([skuId]) => skuId)
  const names = new Map(sets.flatMap(({ skuIds, names: of }) => skuIds.map((skuId, index) => [skuId, of[index] ?? skuId] as const)))
  return {
    licences: order.map((skuId) => ({ skuId, name: names.get(skuId) ?? skuId })),
    ofSet: mains.map((main) => {
      const index = main === null ? -1 : order.indexOf(main)
      return index === -1 ? null : index
    }),
  }
}
