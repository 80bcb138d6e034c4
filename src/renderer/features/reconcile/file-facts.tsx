/** How a file is read: its profile, sheet and header row, which the user can change. */
import { NumberInput, Select } from '@mantine/core'
import type { ReactElement } from 'react'
import type { InvoicePreview } from '../../../shared/contract/reconcile-answers.ts'
import { useAnswer } from '../../lib/query.ts'
import { noColumns, toInput } from './columns-input.ts'
import classes from './reconcile.module.css'
import type { Reading } from './use-preview.ts'

interface FileFactsProps {
  fileName: string
  /** Null if the file could not be read yet; the header row can still be given. */
  preview: InvoicePreview | null
  reading: Reading
  onChange: (reading: Reading) => void
}

const own = 'own:'

export function FileFacts({ fileName, preview, reading, onChange }: FileFactsProps): ReactElement {
  const profiles = useAnswer('profiles.list', {}).data ?? []
  return (
    <>
      <p>
        <strong>
          <bdi>{fileName}</bdi>
        </strong>{' '}
        <span className={classes.quiet}>{preview === null ? '' : textFacts(preview)}</span>
      </p>
      <div className={classes.fields}>
        <Select
          label="Profile"
          data={[
            { value: own, label: 'Columns chosen below' },
            ...profiles.map(({ name, builtIn }) => ({ value: name, label: builtIn ? `${name} (ready)` : name })),
          ]}
          value={reading.profile ?? preview?.profile ?? own}
          onChange={(next) => {
            const { columns: _, profile: __, ...place } = reading
            onChange(
              next === null || next === own ? { ...place, columns: toInput(preview?.columns ?? noColumns) } : { ...place, profile: next },
            )
          }}
        />
        {preview !== null && preview.sheets.length > 1 ? (
          <Select
            label="Sheet"
            data={preview.sheets}
            value={preview.sheet}
            onChange={(next) => onChange(next === null ? {} : { sheet: next })}
          />
        ) : null}
        <NumberInput
          label="Header in row"
          min={1}
          max={100_000}
          allowDecimal={false}
          value={reading.headerRow ?? preview?.headerRow ?? ''}
          onChange={(next) => {
            const { headerRow: _, columns: __, ...rest } = reading
            const row = Number(next)
            onChange(Number.isInteger(row) && row > 0 ? { ...rest, headerRow: row } : rest)
          }}
        />
      </div>
    </>
  )
}

function textFacts({ encoding, delimiter, profile, otherProfiles }: InvoicePreview): string {
  return [
    ...(encoding === null ? [] : [encoding]),
    ...(delimiter === null ? [] : [`separated by ${delimiter === '\t' ? 'tabs' : `“${delimiter}”`}`]),
    profile === null ? 'not recognised by a profile' : `read with the profile ${profile}`,
    ...(profile === null && otherProfiles.length > 0 ? [`these profiles fit: ${otherProfiles.join(', ')}`] : []),
  ].join(' · ')
}
