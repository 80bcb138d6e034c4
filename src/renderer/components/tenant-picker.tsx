/** A searchable picker for one tenant, or all of them. */
import { Select } from '@mantine/core'
import type { ReactElement } from 'react'
import type { TenantAnswer } from '../../shared/contract/connection-answers.ts'
import { useTenants } from '../lib/use-names.ts'
import { Icon } from './icon.tsx'
import classes from './pickers.module.css'

interface TenantPickerProps {
  tenants: readonly TenantAnswer[]
  value: number | null
  /** "All tenants" can be chosen. If absent, a tenant must be chosen. */
  all?: boolean
  onChange: (tenant: number | null) => void
}

export function TenantPicker({ tenants, value, all = false, onChange }: TenantPickerProps): ReactElement {
  const { nameOf } = useTenants()
  const data = tenants.map(({ id }) => ({ value: String(id), label: nameOf(id) }))
  return (
    <Select
      aria-label="Tenant"
      size="xs"
      className={classes.tenant ?? ''}
      leftSection={<Icon name="tenant" size={14} />}
      data={all ? [{ value: '', label: 'All tenants' }, ...data] : data}
      value={value === null ? (all ? '' : null) : String(value)}
      title={value === null ? '' : nameOf(value)}
      placeholder="Choose a tenant"
      searchable={tenants.length > 8}
      limit={200}
      nothingFoundMessage="No tenant has this name"
      maxDropdownHeight={360}
      onChange={(next) => onChange(next ? Number(next) : null)}
    />
  )
}
