/** The items of a kind, the largest amount first, each with its evidence and its mute. */
import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useMemo, useState } from 'react'
import type { Finding, FindingLine } from '../../../shared/contract/attention-answers.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { ask } from '../../lib/api.ts'
import { formatDay, formatMoney, withDates } from '../../lib/format.ts'
import { useTenants } from '../../lib/use-names.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import { useOpenPerson } from '../people/use-open-person.ts'
import { MuteDialog } from './mute-dialog.tsx'

export function FindingTable({ line }: { line: FindingLine }): ReactElement {
  const { nameOf } = useTenants()
  const navigate = useNavigate()
  const openPerson = useOpenPerson()
  const [muting, setMuting] = useState<Finding | null>(null)
  const columns = useMemo(() => findingColumns(line.items, nameOf, setMuting), [line.items, nameOf])
  const open = ({ tenant, person, chargeId, month }: Finding) => {
    if (person !== null) openPerson(person.userPrincipalName ?? person.id)
    else void navigate({ to: chargeId === null ? '/changes' : '/usage', search: { tenant, month } })
  }
  return (
    <>
      <DataTable
        label={line.title}
        columns={columns}
        rows={line.items}
        rowId={(row) => row.id}
        unit={['item', 'items']}
        maxRows={18}
        onOpen={open}
      />
      {muting ? <MuteDialog finding={muting} onClose={() => setMuting(null)} /> : null}
    </>
  )
}

function Unmute({ finding: { id, month, muted } }: { finding: Finding }): ReactElement {
  const unmute = useUndoable('attention.unmute', () => ({
    did: 'The item is no longer muted.',
    undo: () => ask('attention.mute', { id, month, reason: muted?.reason ?? '', ...(muted?.until == null ? {} : { until: muted.until }) }),
  }))
  return (
    <Button size="compact-xs" variant="default" loading={unmute.isPending} onClick={() => unmute.mutate({ id, month })}>
      Unmute
    </Button>
  )
}

/** The columns of a kind's items. With one currency and nothing muted they fit into a window of 800 pixels. */
export function findingColumns(
  items: readonly Finding[],
  nameOf: (tenant: number) => string,
  mute: (finding: Finding) => void,
): TableColumn<Finding>[] {
  const currencies = [...new Set(items.flatMap(({ money }) => money.map(({ currency }) => currency)))].sort()
  const hasPeople = items.some(({ person }) => person !== null)
  return [
    { id: 'tenant', title: 'Tenant', kind: 'text', value: (row) => nameOf(row.tenant), flex: 1, minWidth: 120 },
    ...(hasPeople
      ? [
          {
            id: 'person',
            title: 'Person',
            kind: 'text' as const,
            value: ({ person }: Finding) => (person === null ? null : personName(person)),
            flex: 1,
            minWidth: 120,
          },
        ]
      : []),
    { id: 'text', title: 'What', kind: 'text', value: (row) => withDates(row.text), flex: 3, minWidth: 210 },
    ...currencies.map((currency): TableColumn<Finding> => {
      const amount = ({ money }: Finding) => money.find((each) => each.currency === currency)?.amount ?? null
      return {
        id: `amount ${currency}`,
        title: currencies.length > 1 ? `Cost impact (${currency})` : 'Cost impact',
        kind: 'number',
        value: amount,
        text: (row) => formatMoney(amount(row), currency),
        render: (row) => <EvidenceLink snapshotId={row.snapshotId}>{formatMoney(amount(row), currency)}</EvidenceLink>,
        width: 120,
      }
    }),
    ...(items.some(({ muted }) => muted !== null) ? [mutedColumn] : []),
    {
      id: 'change',
      title: 'Action',
      kind: 'text',
      // The grid renders the cell again only if this value changes.
      value: ({ muted }) => (muted === null ? 'Mute' : 'Unmute'),
      text: () => '',
      render: (row) =>
        row.muted === null ? (
          <Button size="compact-xs" variant="default" onClick={() => mute(row)}>
            Mute…
          </Button>
        ) : (
          <Unmute finding={row} />
        ),
      width: 100,
      sortable: false,
    },
  ]
}

const mutedColumn: TableColumn<Finding> = {
  id: 'muted',
  title: 'Muted',
  kind: 'text',
  value: ({ muted }) => muteText(muted),
  render: ({ muted }) => (muted === null ? null : <Tag title={`By ${muted.by}`}>{muteText(muted)}</Tag>),
  width: 170,
}

const muteText = (muted: Finding['muted']): string | null =>
  muted === null ? null : `${muted.reason}${muted.until === null ? '' : `, until ${formatDay(muted.until)}`}`
