/** Which columns a table shows. */
import { ActionIcon, Menu } from '@mantine/core'
import { memo } from 'react'
import { Icon } from './icon.tsx'

interface ColumnMenuProps {
  columns: readonly { id: string; title: string }[]
  hidden: ReadonlySet<string>
  onChange: (hidden: ReadonlySet<string>) => void
}

/** Stands beside a number that changes with every key in the filter, and is not drawn anew for it. */
export const ColumnMenu = memo(({ columns, hidden, onChange }: ColumnMenuProps) => {
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <ActionIcon aria-label="Columns" title="Columns">
          <Icon name="settings" size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Columns</Menu.Label>
        {columns.map((column) => {
          const visible = !hidden.has(column.id)
          return (
            <Menu.CheckboxItem
              key={column.id}
              checked={visible}
              // One column always stays.
              disabled={visible && hidden.size === columns.length - 1}
              onChange={() => {
                const next = new Set(hidden)
                if (visible) next.add(column.id)
                else next.delete(column.id)
                onChange(next)
              }}
            >
              {column.title}
            </Menu.CheckboxItem>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
})
