/** Encryption of the history: a switch, a recovery key that is shown once and must be typed back, and replacing the key. */
import { Button, Switch } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { EncryptionAnswer, KeyChangeAnswer } from '../../../shared/contract/maintenance-answers.ts'
import { firstOf } from '../../../shared/domain/first-of.ts'
import { inWindow } from '../../../shared/domain/window-words.ts'
import { Answer } from '../../components/answer.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Panel } from '../../components/panel.tsx'
import { RecoveryKeyField } from '../../components/recovery-key-field.tsx'
import { TaskStrip } from '../../components/task-strip.tsx'
import { formatCount } from '../../lib/format.ts'
import { useAnswer, useChange } from '../../lib/query.ts'
import { ResultDialog } from './result-dialog.tsx'
import { SettingRow } from './setting-row.tsx'
import classes from './settings.module.css'

type Asked = 'on' | 'off' | 'new key'

export function Encryption(): ReactElement {
  const encryption = useAnswer('encryption.get', {})
  const [asked, setAsked] = useState<Asked | null>(null)
  return (
    <Panel
      title="Encryption"
      help={
        <HelpTip about="Encryption">
          <p>
            Encrypts the history, its backups and the histories that a restore has kept. The key is stored in this system’s keychain, so you
            do not have to enter it. Exports are not encrypted.
          </p>
          <p>
            On a server without a keychain, quit Seatledger everywhere and run <code>seatledger encrypt --key-env VARIABLE</code>.
          </p>
        </HelpTip>
      }
    >
      <Answer of={encryption} what="whether the history is encrypted" lines={2}>
        {(value) => <Rows value={value} onAsk={setAsked} />}
      </Answer>
      {asked === 'off' ? <DecryptDialog onClose={() => setAsked(null)} /> : null}
      {asked === 'on' || asked === 'new key' ? <KeyDialog again={asked === 'new key'} onClose={() => setAsked(null)} /> : null}
    </Panel>
  )
}

function Rows({ value, onAsk }: { value: EncryptionAnswer; onAsk: (asked: Asked) => void }): ReactElement {
  const isOn = value.state !== 'off'
  return (
    <>
      <SettingRow name="Encrypt the history" help={stateText(value)}>
        <Switch
          aria-label="Encrypt the history"
          checked={isOn}
          disabled={!isOn && value.noKeychain !== null}
          onChange={() => onAsk(isOn ? 'off' : 'on')}
        />
      </SettingRow>
      {value.state === 'keychain' ? (
        <SettingRow
          name="Recovery key"
          help="Encrypts everything with a new key, for example if someone else may know the current recovery key."
        >
          <Button variant="default" onClick={() => onAsk('new key')}>
            New recovery key…
          </Button>
        </SettingRow>
      ) : null}
      {value.readable.length > 0 ? (
        <p role="status">
          Not encrypted, because the files are damaged: {firstOf(value.readable, 10)}. Move them to a safe place, or delete them.
        </p>
      ) : null}
    </>
  )
}

function stateText({ state, noKeychain }: EncryptionAnswer): string {
  if (state === 'keychain')
    return 'Encrypted. The key is stored in this system’s keychain; the recovery key opens the history on other machines.'
  if (state === 'passphrase') return 'Encrypted with a passphrase, from the environment variable that was set when Seatledger started.'
  if (noKeychain !== null) return `Not encrypted. Encryption needs a keychain, and none is available: ${inWindow(noKeychain)}.`
  return 'Not encrypted. Anyone who can read the data folder can read people’s names.'
}

function KeyDialog({ again, onClose }: { again: boolean; onClose: () => void }): ReactElement {
  const offer = useChange('encryption.offer')
  const change = useChange('encryption.set')
  const [typed, setTyped] = useState('')
  const [isWritten, setIsWritten] = useState(false)
  const title = again ? 'New recovery key' : 'Encrypt the history'
  if (change.data) return <Changed change={change.data} onClose={onClose} />
  if (!offer.data) {
    return (
      <FormDialog
        title={title}
        action="Show the recovery key"
        pending={offer.isPending}
        error={offer.error}
        onSubmit={() => offer.mutate({})}
        onClose={onClose}
      >
        <p>
          With the recovery key, you can open the history and its backups on another machine, or if the keychain is lost. It is shown only
          once. Without the keychain and the recovery key, the history is lost.
        </p>
      </FormDialog>
    )
  }
  if (!isWritten) {
    return (
      <FormDialog title={title} action="I have written it down" onSubmit={() => setIsWritten(true)} onClose={onClose}>
        <p>Write the recovery key down and keep it away from this machine:</p>
        <code className={classes.recoveryKey}>{offer.data.recoveryKey}</code>
      </FormDialog>
    )
  }
  return (
    <FormDialog
      title={title}
      action={again ? 'Replace the key' : 'Encrypt'}
      ready={typed.trim() !== ''}
      pending={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate({ on: true, recoveryKey: typed })}
      onClose={onClose}
    >
      <RecoveryKeyField value={typed} onChange={setTyped} />
      <TaskStrip task="encrypt" doing="Encrypting" unit="files" />
    </FormDialog>
  )
}

function DecryptDialog({ onClose }: { onClose: () => void }): ReactElement {
  const change = useChange('encryption.set')
  if (change.data) return <Changed change={change.data} onClose={onClose} />
  return (
    <FormDialog
      title="Store the history unencrypted"
      action="Decrypt"
      pending={change.isPending}
      error={change.error}
      destructive
      onSubmit={() => change.mutate({ on: false })}
      onClose={onClose}
    >
      <p>The history and its backups are stored unencrypted. Anyone who can read the data folder can then read people’s names.</p>
      <TaskStrip task="encrypt" doing="Decrypting" unit="files" />
    </FormDialog>
  )
}

function Changed({ change, onClose }: { change: KeyChangeAnswer; onClose: () => void }): ReactElement {
  return (
    <ResultDialog onClose={onClose} title={change.state === 'off' ? 'Decrypted' : 'Encrypted'}>
      <p role="status">{formatCount(change.changed, 'file', 'files')} rewritten and compared with the originals.</p>
      {change.left.length > 0 ? <p>Not changed, because they are damaged or their key is unknown: {firstOf(change.left, 10)}.</p> : null}
      {change.state === 'off' ? null : <p>Exports and existing copies elsewhere were not changed.</p>}
    </ResultDialog>
  )
}
