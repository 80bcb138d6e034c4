/** The field for a credential: the secret itself, which is never shown again, or the name of an environment variable. */

import { PasswordInput, SegmentedControl, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { inWindow } from '../../../shared/domain/window-words.ts'
import { useAnswer } from '../../lib/query.ts'

export interface SecretDraft {
  kind: 'value' | 'env'
  text: string
}

interface SecretFieldProps {
  label: string
  value: SecretDraft
  onChange: (value: SecretDraft) => void
}

export function SecretField({ label, value, onChange }: SecretFieldProps): ReactElement {
  const keychain = useAnswer('app.info', {}).data?.keychain
  const kept =
    keychain?.available === false
      ? `No keychain is available${keychain.reason ? `: ${inWindow(keychain.reason)}` : ''}. The credential is kept in memory until you quit Seatledger.`
      : 'It is stored in the system’s keychain and not shown again.'
  return (
    <div>
      {value.kind === 'value' ? (
        <PasswordInput
          label={label}
          description={kept}
          value={value.text}
          onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
          required
        />
      ) : (
        <TextInput
          label={`${label}: name of an environment variable`}
          description="Only the variable’s name is stored; its value is read at each use."
          value={value.text}
          onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
          spellCheck={false}
          required
        />
      )}
      <SegmentedControl
        mt={8}
        aria-label={`Where the ${label.toLowerCase()} is`}
        value={value.kind}
        onChange={(kind) => onChange({ kind: kind as SecretDraft['kind'], text: '' })}
        data={[
          { value: 'value', label: 'Enter it here' },
          { value: 'env', label: 'Environment variable' },
        ]}
      />
    </div>
  )
}

/** The route's input for a draft. */
export const secretInput = (draft: SecretDraft): { env: string } | { value: string } =>
  draft.kind === 'env' ? { env: draft.text.trim() } : { value: draft.text }
