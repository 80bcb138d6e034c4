/** Who was added, removed or changed between two snapshots, and how that changes who is billed. */

import type { HolderChange } from '../../../shared/contract/diff-answers.ts'
import type { HolderAnswer } from '../../../shared/contract/snapshot-answers.ts'
import type { Dataset } from '../vendors/provider.ts'
import type { HolderMove } from './bridge/tenant-facts.ts'
import { type ChangedHolder, changesOfHolders } from './holder-changes.ts'
import type { MonthEnd } from './month-end.ts'
import type { Reading } from './reading.ts'
import type { HolderState } from './series-state.ts'

/** Lists by id; `moves` has everyone who may count differently. */
export function holderChanges({ db, rules }: Reading, dataset: Dataset, from: MonthEnd, to: MonthEnd): HolderDifference {
  const { added, removed, changed, moves } = changesOfHolders(
    db,
    dataset,
    { at: from.snapshot, excluded: rules.excluded(from.month) },
    { at: to.snapshot, excluded: rules.excluded(to.month) },
  )
  return {
    added: added.map(holderAnswer).sort(byId),
    removed: removed.map(holderAnswer).sort(byId),
    changed: changed.flatMap((holder) => holderChange(holder) ?? []).sort(byId),
    moves,
  }
}

/** People by id, and everyone who may count differently. */
export interface HolderDifference {
  added: HolderAnswer[]
  removed: HolderAnswer[]
  changed: HolderChange[]
  moves: HolderMove[]
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** A holder as shown in answers. */
export function holderAnswer({ id, displayName, userPrincipalName, accountEnabled, device, billedSince, skus }: HolderState): HolderAnswer {
  return {
    id,
    displayName,
    userPrincipalName,
    accountEnabled,
    ...(device ? { device } : {}),
    ...(billedSince === undefined ? {} : { billedSince }),
    skus,
  }
}

const attributeNames = ['displayName', 'userPrincipalName', 'mail', 'accountEnabled'] as const

function holderChange({ id, before, after, gained, lost }: ChangedHolder): HolderChange | null {
  const attributes = attributeNames
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, before: before[name], after: after[name] }))
  if (gained.length === 0 && lost.length === 0 && attributes.length === 0) return null
  return { id, displayName: after.displayName, userPrincipalName: after.userPrincipalName, gained, lost, attributes }
}
