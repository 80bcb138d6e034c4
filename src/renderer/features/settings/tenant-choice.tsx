/** Chooses which tenants of a connection are collected; tenants that the vendor does not list are added by id. */

import { Button, Switch, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { TenantAnswer } from '../../../shared/contract/connection-answers.ts'
import { inWindow } from '../../../shared/domain/window-words.ts'
import { Problem } from '../../components/check-result.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Freshness } from '../../components/freshness.tsx'
import { Missing } from '../../components/missing.tsx'
import { Panel } from '../../components/panel.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { ask } from '../../lib/api.ts'
import { formatQuantity } from '../../lib/format.ts'
import { attemptWords } from '../../lib/words.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import classes from './settings.module.css'

interface TenantChoiceProps {
  connection: string
  tenants: TenantAnswer[]
}

export function TenantChoice({ connection, tenants }: TenantChoiceProps): ReactElement {
  const listed = tenants.filter((each) => !each.gone)
  const asked = listed.filter((each) => !each.pausedItself).length
  const collected = `${formatQuantity(asked)} of ${formatQuantity(listed.length)} collected`
  const isConnectionPaused = listed.some((each) => each.paused && !each.pausedItself)
  return (
    <Panel
      title={`Tenants of ${connection}`}
      note={isConnectionPaused ? `${collected} once the connection is resumed; it is paused` : collected}
      flush
    >
      <DataTable
        label="Tenants"
        columns={tenantColumns}
        rows={tenants}
        rowId={(row) => String(row.id)}
        unit={['tenant', 'tenants']}
        empty={
          <EmptyState icon="tenant" title="The vendor lists no tenants" compact>
            This credential cannot list tenants. Add each one by its id at the vendor.
          </EmptyState>
        }
      />
      <AddTenant connection={connection} />
    </Panel>
  )
}

function AddTenant({ connection }: { connection: string }): ReactElement {
  const add = useUndoable('tenants.add', (_, tenant) => ({
    did: `${tenant.name} is a tenant of ${connection}.`,
    undo: () => ask('tenants.remove', { tenant: tenant.id }),
  }))
  const [externalId, setExternalId] = useState('')
  const [name, setName] = useState('')
  return (
    <form
      className={classes.addTenant}
      onSubmit={(event) => {
        event.preventDefault()
        const input = { connection, externalId: externalId.trim(), ...(name.trim() ? { name: name.trim() } : {}) }
        add.mutate(input, {
          onSuccess: () => {
            setExternalId('')
            setName('')
          },
        })
      }}
    >
      <TextInput
        size="xs"
        label="Vendor’s id"
        value={externalId}
        onChange={(event) => setExternalId(event.currentTarget.value)}
        spellCheck={false}
      />
      <TextInput size="xs" label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Button type="submit" variant="default" loading={add.isPending} disabled={externalId.trim() === ''}>
        Add tenant
      </Button>
      {add.error ? <Problem error={add.error} /> : null}
    </form>
  )
}

/** The columns of a connection's tenants, which fit into a window of 800 pixels. */
export const tenantColumns: TableColumn<TenantAnswer>[] = [
  {
    id: 'name',
    title: 'Tenant',
    kind: 'text',
    value: (row) => row.name,
    flex: 2,
    minWidth: 150,
    sort: 'asc',
  },
  { id: 'externalId', title: 'Vendor’s id', kind: 'text', value: (row) => row.externalId, flex: 1, minWidth: 100 },
  {
    id: 'state',
    title: 'State',
    kind: 'text',
    value: (row) =>
      row.gone ? 'no longer listed' : row.lastError ? row.lastError.message : row.vendorPaused ? 'paused at the vendor' : '',
    render: (row) => <TenantState tenant={row} />,
    width: 186,
  },
  {
    id: 'last',
    title: 'Last snapshot',
    kind: 'text',
    value: (row) => row.lastSnapshotAt,
    render: (row) => <Freshness at={row.lastSnapshotAt} ended={row.gone ? 'gone' : row.paused ? 'paused' : null} />,
    width: 138,
  },
  {
    id: 'paused',
    title: 'Collected',
    kind: 'text',
    value: (row) => (row.pausedItself || row.gone ? 'no' : 'yes'),
    render: (row) => (row.gone ? <Missing /> : <PauseSwitch tenant={row} />),
    width: 100,
  },
]

function TenantState({ tenant }: { tenant: TenantAnswer }): ReactElement {
  if (tenant.gone) return <Tag title="The vendor no longer lists this tenant. Its history is kept.">no longer listed</Tag>
  if (tenant.lastError)
    return (
      <Tag tone="warn" icon="warning" title={`${inWindow(tenant.lastError.message)} (${tenant.lastError.code})`}>
        {attemptWords(tenant.lastError.code)}
      </Tag>
    )
  if (tenant.vendorPaused) return <Tag icon="pause">paused at the vendor</Tag>
  return <>OK</>
}

function PauseSwitch({ tenant }: { tenant: TenantAnswer }): ReactElement {
  const pause = useUndoable(
    'tenants.pause',
    (input) => ({
      did: `${tenant.name} is ${input.paused ? 'paused' : 'collected again'}.`,
      undo: () => ask('tenants.pause', { ...input, paused: !input.paused }),
    }),
    `${tenant.name} is unchanged.`,
  )
  return (
    <Switch
      size="xs"
      style={{ display: 'inline-block', verticalAlign: 'middle' }}
      aria-label={`Collect ${tenant.name}`}
      checked={!tenant.pausedItself}
      disabled={pause.isPending}
      onClick={(event) => event.stopPropagation()}
      onChange={(event) => pause.mutate({ tenant: tenant.id, paused: !event.currentTarget.checked })}
    />
  )
}
