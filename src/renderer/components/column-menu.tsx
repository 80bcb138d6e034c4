/** Which columns a table shows. */
import { ActionIcon, Menu } from '@mantine/core'
import type { ReactElement } from 'react'
import { Icon } from './icon.tsx'

interface ColumnMenuProps {
  columns: readonly { id: string; title: string }[]
  hidden: ReadonlySet<string>
  onChange: (hidden: ReadonlySet<string>) => void
}

export function ColumnMenu({ columns, hidden, onChange }: ColumnMenuProps): ReactElement {
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
            <Menu.Item
              key={column.id}
              role="menuitemcheckbox"
              aria-checked={visible}
              leftSection={visible ? <Icon name="check" size={14} /> : <span style={{ display: 'inline-block', width: 14 }} />}
              // One column always stays.
              disabled={visible && hidden.size === columns.length - 1}
              onClick={() => {
                const next = new Set(hidden)
                if (visible) next.add(column.id)
                else next.delete(column.id)
                onChange(next)
              }}
            >
              {column.title}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
