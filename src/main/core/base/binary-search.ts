/** Binary search: the index of the first item that meets a condition which all later items meet too; the length when none does. */
export function firstIndexWhere<T>(sorted: readonly T[], isMet: (item: T) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isMet(sorted[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
