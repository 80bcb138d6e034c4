/** Maps columns to fields. For a file without customers or products, one is chosen for all its lines. */
import { Button, Select, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { InvoiceColumns, InvoiceField, InvoicePreview } from '../../../shared/contract/reconcile-answers.ts'
import { noColumns, toInput } from './columns-input.ts'
import { useItemChoices, useTenantChoices } from './item-choices.ts'
import classes from './reconcile.module.css'
import { fieldWords } from './reconcile-words.ts'
import type { Reading } from './use-preview.ts'

const usual: InvoiceField[] = ['customerName', 'productName', 'quantity', 'unitPrice']
const others: InvoiceField[] = ['customerId', 'productId', 'productVariant', 'amount', 'currency', 'term', 'chargeType', 'cancelled']

interface ColumnChoiceProps {
  preview: InvoicePreview
  columns: InvoiceColumns | null
  onChange: (columns: NonNullable<Reading['columns']>) => void
}

export function ColumnChoice({ preview, columns, onChange }: ColumnChoiceProps): ReactElement {
  const chosen = columns ?? noColumns
  const [all, setAll] = useState(false)
  const tenants = useTenantChoices()
  const items = useItemChoices()
  const headers = [...new Set(preview.headers.filter((header) => header !== ''))]
  const set = (change: Partial<InvoiceColumns>): void => onChange(toInput({ ...chosen, ...change }))
  const setField = (field: InvoiceField, header: string | null): void => {
    const { [field]: _, ...rest } = chosen.fields
    set({ fields: header === null ? rest : { ...rest, [field]: header } })
  }
  // A mapped field is shown even if it is not one of the usual ones.
  const shown = [...usual, ...others.filter((field) => all || chosen.fields[field] !== undefined)]
  return (
    <fieldset className={classes.columns}>
      <legend>Columns</legend>
      <div className={classes.fields}>
        {shown.map((field) => (
          <Select
            key={field}
            label={fieldWords[field]}
            data={headers}
            value={chosen.fields[field] ?? null}
            placeholder="not in the file"
            clearable
            clearButtonProps={{ 'aria-label': `No column for ${fieldWords[field]}` }}
            searchable={headers.length > 8}
            onChange={(header) => setField(field, header)}
          />
        ))}
        {all ? (
          <>
            <Select
              label="Customer of every line"
              data={tenants}
              value={chosen.tenant === null ? null : String(chosen.tenant)}
              placeholder="from the column"
              clearable
              searchable
              limit={100}
              onChange={(tenant) => set({ tenant: tenant === null ? null : Number(tenant) })}
            />
            <Select
              label="Product of every line"
              data={items}
              value={chosen.item}
              placeholder="from the column"
              clearable
              searchable
              limit={100}
              onChange={(item) => set({ item })}
            />
            <Select
              label="Decimal separator"
              data={[
                { value: ',', label: 'Comma (1.234,50)' },
                { value: '.', label: 'Point (1,234.50)' },
              ]}
              value={chosen.decimal}
              placeholder="detected from the numbers"
              clearable
              onChange={(decimal) => set({ decimal: decimal as InvoiceColumns['decimal'] })}
            />
          </>
        ) : null}
        {chosen.fields.currency === undefined && chosen.fields.unitPrice !== undefined ? (
          <Currency value={chosen.currency} onChange={(currency) => set({ currency })} />
        ) : null}
      </div>
      <div>
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(!all)}>
          {all ? 'Fewer options' : 'More options: ids, currency, term, one customer for all lines…'}
        </Button>
      </div>
    </fieldset>
  )
}

/** Applied when it is a complete currency code, so that the file is not read again with every key. */
function Currency({ value, onChange }: { value: string | null; onChange: (currency: string | null) => void }): ReactElement {
  const [typed, setTyped] = useState(value ?? '')
  return (
    <TextInput
      label="Currency of the prices"
      placeholder="such as EUR"
      value={typed}
      maxLength={3}
      onChange={(event) => {
        const next = event.currentTarget.value.toUpperCase()
        setTyped(next)
        if (/^[A-Z]{3}$/.test(next)) onChange(next)
        else if (value !== null) onChange(null)
      }}
    />
  )
}
