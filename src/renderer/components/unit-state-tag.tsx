/** Whether units, and the bill for them, may still change. */
import type { ReactElement } from 'react'
import type { UnitState } from '../../shared/contract/figure-answers.ts'
import { Tag } from './tag.tsx'

export function UnitStateTag({ state }: { state: UnitState }): ReactElement {
  return <Tag tone={state === 'settled' ? 'good' : 'plain'}>{state}</Tag>
}
