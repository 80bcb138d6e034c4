/** Giving a licence a name of one's own. */
import { Button, Modal, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { Problem } from '../../components/check-result.tsx'
import { ask } from '../../lib/api.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import classes from './licences.module.css'

export function LabelDialog({ skuId, name, onClose }: { skuId: string; name: string; onClose: () => void }): ReactElement {
  const [label, setLabel] = useState(name === skuId ? '' : name)
  const set = useUndoable('rules.set', (_, { revision }) => ({
    did: label.trim() === '' ? `${name} has its known name again.` : `${name} is called “${label.trim()}”.`,
    undo: () => ask('rules.undo', { revision }),
  }))
  return (
    <Modal opened onClose={onClose} title="Name of a licence">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          set.mutate({ rule: { kind: 'label', skuId, label: label.trim() === '' ? null : label.trim() } }, { onSuccess: onClose })
        }}
      >
        <TextInput
          label="Name"
          description={`Of ${skuId}. Empty brings the known name back.`}
          value={label}
          maxLength={200}
          onChange={(event) => setLabel(event.currentTarget.value)}
          data-autofocus
        />
        {set.error ? <Problem error={set.error} /> : null}
        <div style={{ display: 'flex', gap: 8 }}>
          <Button type="submit" loading={set.isPending}>
            Set
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}
