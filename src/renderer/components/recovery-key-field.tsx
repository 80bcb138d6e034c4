/** The field for a recovery key. The caller keeps the value only in component state, so that it is discarded with the form. */
import { TextInput } from '@mantine/core'
import type { ReactElement } from 'react'

export function RecoveryKeyField({ value, onChange }: { value: string; onChange: (typed: string) => void }): ReactElement {
  return (
    <TextInput
      label="Recovery key"
      description="Dashes and upper or lower case do not matter."
      value={value}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
