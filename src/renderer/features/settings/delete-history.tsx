/** Deletes history permanently: of one tenant, or everything before a month. Says what is deleted and which backups still contain it. */
import { Button, SegmentedControl } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { MonthPicker } from '../../components/month-picker.tsx'
import { Panel } from '../../components/panel.tsx'
import { TenantPicker } from '../../components/tenant-picker.tsx'
import { formatCount } from '../../lib/format.ts'
import { useAnswer, useChange } from '../../lib/query.ts'
import { useTenants } from '../../lib/use-names.ts'
import { LossDialog, type LossDialogProps } from './loss-dialog.tsx'
import { ResultDialog } from './result-dialog.tsx'
import { SettingRow } from './setting-row.tsx'

export function DeleteHistory(): ReactElement {
  const [open, setOpen] = useState(false)
  const { tenants } = useTenants()
  return (
    <Panel title="Delete">
      <SettingRow
        name="Delete history"
        help={
          tenants.length === 0
            ? 'There are no tenants yet, so there is nothing to delete.'
            : 'Permanently deletes everything of one tenant, or everything before a month, including people.'
        }
      >
        <Button variant="default" disabled={tenants.length === 0} onClick={() => setOpen(true)}>
          Delete history…
        </Button>
      </SettingRow>
      {open ? <DeleteDialog onClose={() => setOpen(false)} /> : null}
    </Panel>
  )
}

function DeleteDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { tenants, nameOf } = useTenants()
  const months = useAnswer('months.list', {})
  const remove = useChange('history.delete')
  const [scope, setScope] = useState<'tenant' | 'before'>('tenant')
  const [tenant, setTenant] = useState<number | null>(null)
  const [before, setBefore] = useState<string | null>(null)
  const input = scope === 'tenant' ? (tenant === null ? null : { tenant }) : before === null ? null : { before }
  if (remove.data) {
    const { removed, backups } = remove.data
    return (
      <ResultDialog onClose={onClose} title="Deleted">
        <p>
          {formatCount(removed.snapshots, 'snapshot', 'snapshots')} deleted, and {formatCount(removed.holders, 'person', 'people')} who are
          in no other snapshot.
        </p>
        {backups.length > 0 ? (
          <p>
            These files may still contain the deleted data: {backups.join(', ')}. Delete them too, including copies in the second folder.
          </p>
        ) : (
          <p>No other file contains the deleted data.</p>
        )}
      </ResultDialog>
    )
  }
  return (
    <LossDialog
      title="Delete history"
      loss={
        scope === 'tenant'
          ? lossOfTenant(tenant, nameOf)
          : before === null
            ? null
            : { scope: { before }, whose: 'every tenant', toType: before }
      }
      action="Delete permanently"
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => input && remove.mutate(input)}
      onClose={onClose}
    >
      <SegmentedControl
        aria-label="What to delete"
        value={scope}
        onChange={(next) => setScope(next as 'tenant' | 'before')}
        data={[
          { value: 'tenant', label: 'One tenant' },
          { value: 'before', label: 'Before a month' },
        ]}
      />
      {scope === 'tenant' ? (
        <TenantPicker tenants={tenants} value={tenant} onChange={setTenant} />
      ) : (
        <MonthPicker label="Everything before" months={months.data?.months ?? []} value={before} onChange={setBefore} />
      )}
    </LossDialog>
  )
}

function lossOfTenant(tenant: number | null, nameOf: (tenant: number) => string): LossDialogProps['loss'] {
  return tenant === null ? null : { scope: { tenant }, whose: <bdi>{nameOf(tenant)}</bdi>, toType: nameOf(tenant) }
}
