/** The first rows of a file, with the field that each used column is mapped to. */
import type { ReactElement } from 'react'
import type { InvoiceColumns, InvoiceField, InvoicePreview } from '../../../shared/contract/reconcile-answers.ts'
import { Tag } from '../../components/tag.tsx'
import classes from './reconcile.module.css'
import { fieldWords } from './reconcile-words.ts'

const shownRows = 4

export function FileSample({
  preview: { headers, sample },
  columns,
}: {
  preview: InvoicePreview
  columns: InvoiceColumns | null
}): ReactElement {
  const usedAs = Map.groupBy(Object.entries(columns?.fields ?? {}) as [InvoiceField, string][], ([, header]) => header)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <section className={classes.sample} aria-label="First rows of the file" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {headers.map((header, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a file may repeat a header
              <th key={at} scope="col">
                {header === '' ? `column ${at + 1}` : header}
                {usedAs.get(header)?.map(([field]) => (
                  <div key={field}>
                    <Tag tone="good">{fieldWords[field]}</Tag>
                  </div>
                ))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.slice(0, shownRows).map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no id
            <tr key={at}>
              {headers.map((_, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={column}>{row[column] ?? ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
