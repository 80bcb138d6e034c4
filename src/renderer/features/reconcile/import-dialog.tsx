/** Imports an invoice: chooses the file, shows how it is read, maps its columns, and adds it to a month. */
import { Button, FileButton, Modal, Select, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { MonthsAnswer } from '../../../shared/contract/figure-answers.ts'
import { Problem } from '../../components/check-result.tsx'
import formClasses from '../../components/form.module.css'
import { FormEnd } from '../../components/form-end.tsx'
import { Icon } from '../../components/icon.tsx'
import { formatMonth } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { ColumnChoice } from './column-choice.tsx'
import { columnsInput, isComplete } from './columns-input.ts'
import { countsWords } from './counts-words.ts'
import { type FileContent, fileContent } from './file-content.ts'
import { FileFacts } from './file-facts.tsx'
import { FileSample } from './file-sample.tsx'
import classes from './reconcile.module.css'
import { useImportInvoice } from './use-import-invoice.ts'
import { type Reading, usePreview } from './use-preview.ts'

interface ImportDialogProps {
  shownMonth: string
  months: MonthsAnswer['months']
  onImported: (month: string) => void
  onClose: () => void
}

export function ImportDialog({ shownMonth, months, onImported, onClose }: ImportDialogProps): ReactElement {
  const [file, setFile] = useState<FileContent | null>(null)
  const [unreadable, setUnreadable] = useState<Error | null>(null)
  const [month, setMonth] = useState(shownMonth)
  const [reading, setReading] = useState<Reading>({})
  const [saveAs, setSaveAs] = useState('')
  const [replaces, setReplaces] = useState('')
  const { preview, error, isPending } = usePreview(file, reading, month)
  const present = useAnswer('invoices.list', { month }).data ?? []
  const importing = useImportInvoice()

  const choose = async (chosen: File | null): Promise<void> => {
    if (chosen === null) return
    setUnreadable(null)
    try {
      setFile(await fileContent(chosen))
      setReading({})
      importing.reset()
    } catch (failed) {
      setFile(null)
      setUnreadable(failed as Error)
    }
  }
  const submit = (): void => {
    if (file === null) return
    importing.mutate(
      {
        ...reading,
        file,
        month,
        ...(saveAs.trim() === '' ? {} : { saveAs: saveAs.trim() }),
        ...(replaces === '' ? {} : { replaces: Number(replaces) }),
      },
      { onSuccess: () => onImported(month) },
    )
  }
  const shown = file === null || unreadable !== null ? null : preview
  // The user's choice takes precedence, because the preview may still be of an earlier choice.
  const columns = shown === null ? null : (columnsInput(reading) ?? shown.columns)
  const ready = shown !== null && error === null && !isPending && isComplete(columns)
  return (
    <Modal opened onClose={onClose} title="Import an invoice" size={880}>
      <form
        className={formClasses.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !importing.isPending) submit()
        }}
      >
        <div className={classes.fields}>
          <FileButton
            onChange={(chosen) => void choose(chosen)}
            accept=".csv,.txt,.tsv,.xlsx,text/csv"
            inputProps={{ 'aria-label': 'Invoice file' }}
          >
            {(props) => (
              <Button
                variant={file === null ? 'filled' : 'default'}
                size="sm"
                leftSection={<Icon name="evidence" size={14} />}
                data-autofocus
                {...props}
              >
                {file === null ? 'Choose a file…' : 'Choose another file…'}
              </Button>
            )}
          </FileButton>
          <Select
            label="Month of the invoice"
            data={months
              .map((each) => ({ value: each.month, label: formatMonth(each.month) }))
              .concat(months.some((each) => each.month === month) ? [] : [{ value: month, label: formatMonth(month) }])}
            value={month}
            searchable={months.length > 12}
            onChange={(next) => {
              setMonth(next ?? month)
              setReplaces('')
            }}
          />
          {present.length === 0 ? null : (
            <Select
              label={`${formatMonth(month)} already has an invoice`}
              data={[
                { value: '', label: 'Add this file to it' },
                ...present.map(({ id, fileName }) => ({ value: String(id), label: `Replace ${fileName}` })),
              ]}
              value={replaces}
              onChange={(next) => setReplaces(next ?? '')}
            />
          )}
        </div>
        {file === null ? (
          <p className={classes.quiet}>CSV or XLSX with any column names, up to 20 MB. Nothing is stored until you import it.</p>
        ) : null}
        {file === null ? null : <FileFacts fileName={file.name} preview={shown} reading={reading} onChange={setReading} />}
        {shown === null ? null : (
          <>
            <FileSample preview={shown} columns={columns} />
            <ColumnChoice
              preview={shown}
              columns={columns}
              onChange={(next) => setReading({ ...reading, profile: undefined, columns: next })}
            />
            {shown.counts === null ? null : (
              <p role="status">
                {countsWords(shown.counts)}
                {shown.notes.map((note) => ` · ${note}`)}
              </p>
            )}
            {shown.profile === null && isComplete(columns) ? (
              <TextInput
                label="Save these columns as a profile"
                description="Optional. The next file with the same columns is then recognised."
                value={saveAs}
                maxLength={100}
                onChange={(event) => setSaveAs(event.currentTarget.value)}
              />
            ) : null}
          </>
        )}
        {unreadable ? <Problem error={unreadable} /> : error && !isPending ? <Problem error={error} /> : null}
        {importing.error ? <Problem error={importing.error} /> : null}
        <FormEnd action={`Import for ${formatMonth(month)}`} ready={ready} pending={importing.isPending} onCancel={onClose} />
      </form>
    </Modal>
  )
}
