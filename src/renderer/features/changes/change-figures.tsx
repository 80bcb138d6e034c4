/** The key figures of a comparison: both costs, units and users, each with its change. */

import type { ReactElement } from 'react'
import type { Bridge } from '../../../shared/contract/bridge-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { KeyFigure, KeyFigures } from '../../components/key-figure.tsx'
import { NoPrice } from '../../components/no-price.tsx'
import { UnitStateTag } from '../../components/unit-state-tag.tsx'
import { formatMoney, formatQuantity } from '../../lib/format.ts'
import { figureHelp } from '../help/help-texts.tsx'

interface ChangeFiguresProps {
  bridge: Bridge
  /** The later side's snapshot, if the figures come from only one. */
  snapshotId?: number | null
}

export function ChangeFigures({ bridge, snapshotId = null }: ChangeFiguresProps): ReactElement {
  const { users, units, bill, licences } = bridge
  const state = units.stateAfter ? <UnitStateTag state={units.stateAfter} /> : undefined
  return (
    <KeyFigures>
      <Costs label={figureNames.bill} amounts={bill} help={figureHelp.vendorBill} state={state} />
      <KeyFigure
        label={figureNames.units}
        value={units.to}
        delta={units.delta}
        since={<Since before={units.from} />}
        help={figureHelp.units}
        snapshotId={snapshotId}
        state={state}
      />
      <Costs label={figureNames.licenceCost} amounts={licences} help={figureHelp.licenceCost} />
      <KeyFigure
        label={figureNames.reported}
        value={users.to}
        delta={users.delta}
        since={<Since before={users.from} />}
        help={figureHelp.reported}
        snapshotId={snapshotId}
      />
    </KeyFigures>
  )
}

interface CostsProps {
  label: string
  amounts: Bridge['bill']
  help: ReactElement
  state?: ReactElement | undefined
}

/** One figure per currency. */
function Costs({ label, amounts, help, state }: CostsProps): ReactElement {
  if (amounts.length === 0) return <KeyFigure label={label} value={null} help={help} note={<NoPrice />} />
  return (
    <>
      {amounts.map(({ currency, from, to, delta }) => (
        <KeyFigure
          key={currency}
          label={amounts.length > 1 ? `${label} (${currency})` : label}
          value={to}
          currency={currency}
          delta={delta}
          since={<Since before={from} currency={currency} />}
          help={help}
          state={state}
        />
      ))}
    </>
  )
}

function Since({ before, currency }: { before: number | string | null; currency?: string }): ReactElement {
  if (before === null) return <span>nothing to compare with</span>
  return <span>from {currency ? formatMoney(String(before), currency) : formatQuantity(before)}</span>
}
