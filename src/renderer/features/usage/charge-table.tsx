/** The table of a period's charges, with a meter of used compared with committed. */

import { useMediaQuery } from '@mantine/hooks'
import { type ReactElement, useMemo } from 'react'
import type { UsageAnswer, UsageKind } from '../../../shared/contract/usage-answers.ts'
import { chargeName } from '../../../shared/domain/charge-name.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { NameCell } from '../../components/name-cell.tsx'
import { hiddenKey, type TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { formatMoney, formatQuantity, missing } from '../../lib/format.ts'
import { rowIds } from '../../lib/row-ids.ts'
import { useAddress } from '../../lib/use-address.ts'
import { ChargeTotals } from './charge-totals.tsx'
import classes from './usage.module.css'

type UsageRow = UsageAnswer['rows'][number]

const kindWords: Record<UsageKind, string | null> = {
  usage: null,
  allowance: 'allowance',
  'rollup-detail': 'part of a rollup',
  'third-party': 'third party',
  free: 'free',
}

export function ChargeTable({ usage }: { usage: UsageAnswer }): ReactElement {
  const [, change] = useAddress()
  const isNarrow = useMediaQuery('(max-width: 1100px)', undefined, { getInitialValueInEffect: false })
  const hasMeter = useMediaQuery('(min-width: 1381px)', undefined, { getInitialValueInEffect: false })
  const isWide = useMediaQuery('(min-width: 1560px)', undefined, { getInitialValueInEffect: false })
  const columns = useMemo(() => chargeColumns(usage, { isNarrow, hasMeter, isWide }), [usage, isNarrow, hasMeter, isWide])
  const rowId = useMemo(() => rowIds(usage.rows, (row) => row.chargeId), [usage.rows])
  return (
    <>
      <DataTable
        // The initially hidden columns differ between periods with and without an allowance.
        key={hiddenKey(columns)}
        label="Charges"
        columns={columns}
        rows={usage.rows}
        rowId={rowId}
        unit={['charge', 'charges']}
        maxRows={24}
        onOpen={(row) => change({ figure: `used:${row.chargeId}` })}
      />
      <ChargeTotals usage={usage} />
    </>
  )
}

/** Whether the charge is in the vendor's total, in the third-party subtotal, or in neither. */
function countsWords({ inTotal, kind }: UsageRow): string {
  if (!inTotal) return 'no'
  return kind === 'third-party' ? 'apart' : 'yes'
}

function Counts({ words }: { words: string }): ReactElement {
  return (
    <span className={words === 'no' ? classes.out : classes.counts}>
      {words === 'yes' ? <Icon name="check" size={14} /> : null}
      {words}
    </span>
  )
}

/** In a narrow window, the columns that amounts are computed from are hidden, to make room for amounts and names. */
export const chargeColumns = (
  { currency, rows }: Pick<UsageAnswer, 'currency' | 'rows'>,
  { isNarrow = false, hasMeter = true, isWide = true } = {},
): TableColumn<UsageRow>[] => [
  {
    id: 'name',
    title: 'Charge',
    kind: 'text',
    value: chargeName,
    render: (row) => (
      <NameCell name={chargeName(row)} title={row.note ?? undefined}>
        {kindWords[row.kind] ? <Tag>{kindWords[row.kind]}</Tag> : null}
      </NameCell>
    ),
    flex: 2,
    minWidth: isNarrow ? 186 : 198,
  },
  {
    id: 'inTotal',
    title: 'Counts',
    help: 'Whether the row is included in the total below',
    kind: 'text',
    value: (row) => countsWords(row),
    render: (row) => <Counts words={countsWords(row)} />,
    hidden: isNarrow,
    width: 76,
  },
  { id: 'part', title: 'Part number', kind: 'text', value: (row) => row.partNumber, width: 150, hidden: true },
  { id: 'grouping', title: 'Grouping', kind: 'text', value: (row) => row.grouping, width: 120, hidden: true },
  { id: 'unit', title: 'Unit', kind: 'text', value: (row) => row.unit, width: hasMeter ? 86 : isNarrow ? 72 : 82 },
  { id: 'used', title: 'Used', kind: 'number', value: (row) => row.used, width: 104 },
  { id: 'committed', title: 'Committed', kind: 'number', value: (row) => row.committed, width: 98 },
  {
    id: 'allowance',
    title: figureNames.allowance,
    kind: 'number',
    value: (row) => row.allowance,
    width: 102,
    hidden: rows.every((row) => row.allowance === null),
  },
  { id: 'over', title: 'Over', kind: 'number', value: (row) => row.over, width: 104 },
  {
    id: 'meter',
    title: 'Use',
    help: 'Used of committed and allowance',
    hidden: !hasMeter,
    kind: 'text',
    value: meterWords,
    render: (row) => <Meter row={row} />,
    width: 76,
    sortable: false,
  },
  {
    id: 'prepay',
    title: figureNames.prepaidPrice,
    kind: 'number',
    hidden: true,
    value: (row) => row.prepayPrice,
    text: (row) => formatMoney(row.prepayPrice, currency),
    width: 120,
  },
  {
    id: 'overage',
    title: figureNames.overagePrice,
    help: 'Price of one unit over the commitment',
    kind: 'number',
    hidden: !isWide,
    value: (row) => row.overagePrice,
    text: (row) => formatMoney(row.overagePrice, currency),
    width: 118,
  },
  {
    id: 'commitmentCost',
    title: figureNames.commitmentCost,
    help: 'Committed × prepaid price',
    kind: 'number',
    value: (row) => row.commitmentCost,
    render: (row) => <Cost row={row} amount={row.commitmentCost} currency={currency} />,
    text: (row) => formatMoney(row.commitmentCost, currency),
    width: 116,
  },
  {
    id: 'overCost',
    title: figureNames.overageCost,
    help: 'Over × overage price',
    kind: 'number',
    value: (row) => row.overCost,
    render: (row) => <Cost row={row} amount={row.overCost} currency={currency} />,
    text: (row) => formatMoney(row.overCost, currency),
    width: 116,
  },
]

/** An amount; paler if no total includes it. */
function Cost({ row, amount, currency }: { row: UsageRow; amount: string | null; currency: string | null }): ReactElement {
  return <span className={row.inTotal ? undefined : classes.out}>{formatMoney(amount, currency)}</span>
}

function meterWords(row: UsageRow): string {
  return row.used === null || row.committed === null ? missing : `${formatQuantity(row.used)} of ${formatQuantity(row.committed)}`
}

/** Rounds only for drawing; the numbers next to it are exact. */
function Meter({ row }: { row: UsageRow }): ReactElement | null {
  if (row.used === null || row.committed === null || row.kind === 'free') return null
  const used = Number(row.used)
  const limit = Number(row.committed) + Number(row.allowance ?? 0)
  const top = Math.max(used, limit)
  if (top <= 0) return null
  // If the overage is unknown, nothing is drawn as over, because the vendor's policy may cover it.
  const over = row.over !== null && used > limit
  const within = ((over ? limit : used) / top) * 100
  return (
    <span className={classes.meter} role="img" aria-label={meterWords(row)}>
      <span className={classes.used} style={{ width: `${within}%` }} />
      {over ? <span className={classes.over} style={{ insetInlineStart: `${within}%`, width: `${100 - within}%` }} /> : null}
      {limit > 0 ? <span className={classes.limit} style={{ insetInlineStart: `calc(${(limit / top) * 100}% - 2px)` }} /> : null}
    </span>
  )
}
