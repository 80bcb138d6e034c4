/** Who was added, removed and changed between two snapshots, and what that means for who is billed. */
import type { HolderAnswer } from '../../../shared/contract/answers.ts'
import type { HolderChange } from '../../../shared/contract/report-answers.ts'
import type { Dataset } from '../providers/provider.ts'
import type { Reading } from './deps.ts'
import type { HolderMove } from './explain.ts'
import { holderPairs } from './holder-changes.ts'
import type { MonthEnd } from './months.ts'
import type { HolderState } from './series-state.ts'

/** Lists by id; `moves` has everyone who may count differently. */
export function holderChanges({ db, rules }: Reading, dataset: Dataset, from: MonthEnd, to: MonthEnd) {
  const [excludedBefore, excludedAfter] = [rules.excluded(from.month), rules.excluded(to.month)]
  const added: HolderAnswer[] = []
  const removed: HolderAnswer[] = []
  const changed: HolderChange[] = []
  const moves: HolderMove[] = []
  for (const { before, after } of holderPairs(db, dataset, from.snapshot, to.snapshot)) {
    moves.push({
      billedBefore: before === null ? null : isBilled(before, excludedBefore),
      billedAfter: after === null ? null : isBilled(after, excludedAfter),
      billedAfterByOldRules: after === null ? null : isBilled(after, excludedBefore),
    })
    if (before === null) added.push(holderAnswer(after!))
    else if (after === null) removed.push(holderAnswer(before))
    else {
      const difference = holderChange(before, after)
      if (difference !== null) changed.push(difference)
    }
  }
  return { added: added.sort(byId), removed: removed.sort(byId), changed: changed.sort(byId), moves }
}

const isBilled = (holder: HolderState, excluded: ReadonlySet<string>): boolean => holder.skus.some((sku) => !excluded.has(sku))

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** A holder as answers show it. */
export function holderAnswer({ id, displayName, userPrincipalName, accountEnabled, skus }: HolderState): HolderAnswer {
  return { id, displayName, userPrincipalName, accountEnabled, skus }
}

const attributeNames = ['displayName', 'userPrincipalName', 'mail', 'accountEnabled'] as const

function holderChange(before: HolderState, after: HolderState): HolderChange | null {
  const gained = after.skus.filter((sku) => !before.skus.includes(sku))
  const lost = before.skus.filter((sku) => !after.skus.includes(sku))
  const attributes = attributeNames
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, before: before[name], after: after[name] }))
  if (gained.length === 0 && lost.length === 0 && attributes.length === 0) return null
  return { id: after.id, displayName: after.displayName, userPrincipalName: after.userPrincipalName, gained, lost, attributes }
}
