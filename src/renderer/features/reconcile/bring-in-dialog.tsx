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
import { useBringIn } from './use-bring-in.ts'
import { type Reading, usePreview } from './use-preview.ts'

interface BringInDialogProps {
  shownMonth: string
  months: MonthsAnswer['months']
  onBroughtIn: (month: string) => void
  onClose: () => void
}

export function BringInDialog({ shownMonth, months, onBroughtIn, onClose }: BringInDialogProps): ReactElement {
  const [file, setFile] = useState<FileContent | null>(null)
  const [unreadable, setUnreadable] = useState<Error | null>(null)
  const [month, setMonth] = useState(shownMonth)
  const [reading, setReading] = useState<Reading>({})
  const [saveAs, setSaveAs] = useState('')
  const [replaces, setReplaces] = useState('')
  const { preview, error, isPending } = usePreview(file, reading, month)
  const present = useAnswer('invoices.list', { month }).data ?? []
  const bring = useBringIn()

  const choose = async (chosen: File | null): Promise<void> => {
    if (chosen === null) return
    setUnreadable(null)
    try {
      setFile(await fileContent(chosen))
      setReading({})
      bring.reset()
    } catch (failed) {
      setFile(null)
      setUnreadable(failed as Error)
    }
  }
  const submit = (): void => {
    if (file === null) return
    bring.mutate(
      {
        ...reading,
        file,
        month,
        ...(saveAs.trim() === '' ? {} : { saveAs: saveAs.trim() }),
        ...(replaces === '' ? {} : { replaces: Number(replaces) }),
      },
      { onSuccess: () => onBroughtIn(month) },
    )
  }
  const shown = file === null || unreadable !== null ? null : preview
  // The user's choice takes precedence, because the preview may still be of an earlier choice.
  const columns = shown === null ? null : (columnsInput(reading) ?? shown.columns)
  const ready = shown !== null && error === null && !isPending && isComplete(columns)
  return (
    <Modal opened onClose={onClose} title="Bring in an invoice" size={880}>
      <form
        className={formClasses.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !bring.isPending) submit()
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
                {file === null ? 'Choose a file…' : 'Another file…'}
              </Button>
            )}
          </FileButton>
          <Select
            label="Month that it bills"
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
                { value: '', label: 'Add this one to it' },
                ...present.map(({ id, fileName }) => ({ value: String(id), label: `In place of ${fileName}` })),
              ]}
              value={replaces}
              onChange={(next) => setReplaces(next ?? '')}
            />
          )}
        </div>
        {file === null ? (
          <p className={classes.quiet}>CSV or XLSX, with any column names; up to 20 MB. Nothing is kept before you bring it in.</p>
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
                description="The next file with the same columns is then recognised. Optional."
                value={saveAs}
                maxLength={100}
                onChange={(event) => setSaveAs(event.currentTarget.value)}
              />
            ) : null}
          </>
        )}
        {unreadable ? <Problem error={unreadable} /> : error && !isPending ? <Problem error={error} /> : null}
        {bring.error ? <Problem error={bring.error} /> : null}
        <FormEnd action={`Bring in for ${formatMonth(month)}`} ready={ready} pending={bring.isPending} onCancel={onClose} />
      </form>
    </Modal>
  )
}
