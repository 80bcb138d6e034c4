/** A menu that shows and hides a table's columns. */
import { ActionIcon, Menu } from '@mantine/core'
import { memo } from 'react'
import { Icon } from './icon.tsx'

interface ColumnMenuProps {
  columns: readonly { id: string; title: string }[]
  hidden: ReadonlySet<string>
  onChange: (hidden: ReadonlySet<string>) => void
}

/** Memoized, because the row count next to it changes with every key typed into the filter. */
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
              // The last visible column cannot be hidden.
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
