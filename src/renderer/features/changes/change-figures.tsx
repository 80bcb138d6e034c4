/** The key figures of a comparison, each with its change. */
import type { ReactElement } from 'react'
import type { Change } from '../../../shared/contract/diff-answers.ts'
import type { UnitState } from '../../../shared/contract/figure-answers.ts'
import { KeyFigure, KeyFigures } from '../../components/key-figure.tsx'
import { Tag } from '../../components/tag.tsx'
import { formatQuantity } from '../../lib/format.ts'
import { figureHelp } from '../help/help-texts.tsx'

const figures = [
  ['reported', 'Reported'],
  ['listed', 'Listed'],
  ['recounted', 'Recounted'],
  ['units', 'Units'],
] as const

interface ChangeFiguresProps {
  totals: Record<(typeof figures)[number][0], Change>
  /** Whether the later side's units are projected; null without units. */
  unitsState: UnitState | null
  /** The later side's snapshot, where the figures come from a single one. */
  snapshotId?: number | null
}

/** Four figures with different meanings, never merged. */
export function ChangeFigures({ totals, unitsState, snapshotId = null }: ChangeFiguresProps): ReactElement {
  return (
    <KeyFigures>
      {figures.map(([figure, label]) => {
        const { before, after, delta } = totals[figure]
        const state = figure === 'units' ? unitsState : null
        return (
          <KeyFigure
            key={figure}
            label={label}
            value={after}
            delta={delta}
            since={<span>{before === null ? 'nothing to compare with' : `from ${formatQuantity(before)}`}</span>}
            help={figureHelp[figure]}
            snapshotId={snapshotId}
            state={state ? <Tag tone={state === 'settled' ? 'good' : 'plain'}>{state}</Tag> : undefined}
          />
        )
      })}
    </KeyFigures>
  )
}
