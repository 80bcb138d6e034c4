/** Really removing history: of one tenant, or of everything before a month. Names what goes and what still holds it. */
import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { MonthPicker } from '../../components/month-picker.tsx'
import { Panel } from '../../components/panel.tsx'
import { TenantPicker } from '../../components/tenant-picker.tsx'
import { formatCount, formatMonth } from '../../lib/format.ts'
import { useAnswer, useChange } from '../../lib/query.ts'
import { useTenants } from '../../lib/use-names.ts'
import { Problem } from '../connect/check-result.tsx'
import { SettingRow } from './setting-row.tsx'
import classes from './settings.module.css'

export function DeleteHistory(): ReactElement {
  const [open, setOpen] = useState(false)
  return (
    <Panel title="Delete">
      <SettingRow
        name="Delete history"
        help="Everything of one tenant, or everything before a month. It is really removed, people included, and cannot be undone."
      >
        <Button variant="default" onClick={() => setOpen(true)}>
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
  const [typed, setTyped] = useState('')
  const goes = scope === 'tenant' ? (tenant === null ? null : nameOf(tenant)) : before
  const input = scope === 'tenant' ? (tenant === null ? null : { tenant }) : before === null ? null : { before }
  if (remove.data) {
    const { removed, backups } = remove.data
    return (
      <Modal opened onClose={onClose} title="Deleted">
        <div className={classes.modal}>
          <p>
            {formatCount(removed.snapshots, 'snapshot', 'snapshots')} removed, and {formatCount(removed.holders, 'person', 'people')} of
            whom nothing is left.
          </p>
          {backups.length > 0 ? <p>These backups still hold it: {backups.join(', ')}.</p> : <p>No backup holds it.</p>}
          <Button onClick={onClose}>Done</Button>
        </div>
      </Modal>
    )
  }
  return (
    <Modal opened onClose={onClose} title="Delete history">
      <form
        className={classes.modal}
        onSubmit={(event) => {
          event.preventDefault()
          if (input) remove.mutate(input)
        }}
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
        {goes ? (
          <>
            <p className={classes.danger}>
              {scope === 'tenant'
                ? `Every snapshot, person and run of ${goes}`
                : `Every snapshot before ${formatMonth(goes)}, of every tenant,`}{' '}
              is really removed. This cannot be undone.
            </p>
            <TextInput
              label={`Type “${goes}” to confirm`}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
            />
          </>
        ) : null}
        {remove.error ? <Problem error={remove.error} /> : null}
        <div className={classes.buttons}>
          <Button type="submit" color="red" loading={remove.isPending} disabled={goes === null || typed !== goes}>
            Delete for good
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}
