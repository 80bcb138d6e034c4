/** Exports a screen's figures as Excel or CSV. */
import { Button, Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useCallback, useState } from 'react'
import type { ExportAnswer } from '../../../shared/contract/export-answers.ts'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { Icon } from '../../components/icon.tsx'
import { TaskStrip } from '../../components/task-strip.tsx'
import { ask, isCancelled } from '../../lib/api.ts'
import { formatCount, formatMonth, formatQuantity } from '../../lib/format.ts'
import { notify } from '../../lib/notice-store.ts'
import { savedWhere } from '../../lib/saved-file.ts'

type ExportInput = RouteInput<'exports.save'>
export type ExportScope = Omit<ExportInput, 'what' | 'format' | 'bom' | 'password'>

const words: Record<ExportInput['what'], string> = {
  month: 'The month’s workbook',
  holders: 'People and their licences',
  changes: 'Changes',
  licences: 'Licences',
  usage: 'Usage',
  trend: 'Trend',
  runs: 'Runs',
  reconcile: 'Billed against actual',
  focus: 'Charges by FOCUS 1.2',
  evidence: 'Evidence pack',
}

const formatWords: Record<ExportInput['format'], string> = {
  xlsx: 'Excel workbook (.xlsx)',
  csv: 'CSV',
  pdf: 'PDF',
  html: 'Page to print (.html)',
  zip: 'PDF and workbook for each customer (.zip)',
}

/** The available formats of an export; most exports are tables. */
function formatsOf(what: ExportInput['what'], { tenant }: ExportScope): ExportInput['format'][] {
  if (what === 'focus') return ['csv']
  if (what === 'evidence') return tenant === undefined ? ['zip', 'pdf', 'xlsx', 'html'] : ['pdf', 'xlsx', 'html']
  return ['xlsx', 'csv']
}

interface ExportMenuProps {
  what: ExportInput['what'][]
  scope?: ExportScope
  disabled?: boolean
}

export function ExportMenu({ what, scope = {}, disabled = false }: ExportMenuProps): ReactElement {
  const saveExport = useSaveExport()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const save = async (input: ExportInput): Promise<void> => {
    setBusy(true)
    setFailed(null)
    try {
      await saveExport(input)
    } catch (error) {
      setFailed(isCancelled(error) ? 'Cancelled. No file was created.' : error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
  }
  return (
    <>
      {busy ? <TaskStrip task="export" doing="Exporting" unit="rows" /> : null}
      <span role="status" style={{ color: 'var(--sl-ink-muted)', fontSize: 12, maxWidth: 320 }}>
        {failed}
      </span>
      <Menu>
        <Menu.Target>
          <Button
            variant="default"
            disabled={disabled}
            loading={busy}
            leftSection={<Icon name="export" size={14} />}
            rightSection={<Icon name="chevronDown" size={14} />}
          >
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {what.map((each) => (
            <div key={each}>
              <Menu.Label>{each === 'month' && scope.month ? `Workbook of ${formatMonth(scope.month)}` : words[each]}</Menu.Label>
              {formatsOf(each, scope).map((format) => (
                <Menu.Item key={format} onClick={() => void save({ ...scope, what: each, format })}>
                  {each === 'month' && format === 'csv' ? 'Table of tenants (.csv)' : formatWords[format]}
                </Menu.Item>
              ))}
            </div>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

/** Exports to a file, and shows a notice with its location. */
export function useSaveExport(): (input: ExportInput) => Promise<void> {
  const client = useQueryClient()
  return useCallback(
    async (input) => {
      const file = await ask('exports.save', input)
      if (file.saved) notify(savedWords(file))
      // Exports of a month are recorded, so its checklist changes.
      await client.invalidateQueries({ queryKey: ['closing.get'] })
    },
    [client],
  )
}

/** The file's location and number of rows, per sheet if there are several. */
function savedWords({ tables, ...file }: ExportAnswer): string {
  const rows = tables.reduce((count, table) => count + table.rows, 0)
  const each = tables.length < 2 ? '' : ` (${tables.map((table) => `${table.name} ${formatQuantity(table.rows)}`).join(', ')})`
  return `${savedWhere(file)}: ${formatCount(rows, 'row', 'rows')}${each}.`
}
