/** Sets a custom name for a licence. */
import { TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
import { ask } from '../../lib/api.ts'
import { useUndoable } from '../notices/use-undoable.ts'

export function LabelDialog({ skuId, name, onClose }: { skuId: string; name: string; onClose: () => void }): ReactElement {
  const [label, setLabel] = useState(name === skuId ? '' : name)
  const set = useUndoable('rules.set', (_, { revision }) => ({
    did: label.trim() === '' ? `${name} has its original name again.` : `${name} is now called “${label.trim()}”.`,
    undo: () => ask('rules.undo', { revision }),
  }))
  return (
    <FormDialog
      title="Name of a licence"
      action="Set"
      pending={set.isPending}
      error={set.error}
      onSubmit={() =>
        set.mutate({ rule: { kind: 'label', skuId, label: label.trim() === '' ? null : label.trim() } }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description={`For ${skuId}. Leave it empty to use the original name.`}
        value={label}
        maxLength={200}
        onChange={(event) => setLabel(event.currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  )
}
