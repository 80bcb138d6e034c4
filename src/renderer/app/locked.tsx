/** Replaces every screen while the history is locked. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { Problem } from '../components/check-result.tsx'
import { BrandMark } from '../components/icon.tsx'
import { RecoveryKeyField } from '../components/recovery-key-field.tsx'
import { useAnswer, useChange } from '../lib/query.ts'
import { useWantsRecoveryKey } from '../lib/use-wants-recovery-key.ts'
import classes from './locked.module.css'

/** Whether the history cannot be opened without its recovery key; no route answers then, not even `app.info`. */
export function useIsLocked(): boolean {
  return useWantsRecoveryKey(useAnswer('app.info', {}))
}

export function Locked(): ReactElement {
  const unlock = useChange('encryption.unlock')
  const [typed, setTyped] = useState('')
  return (
    <main className={classes.locked}>
      <div className={classes.brand}>
        <BrandMark />
        <span>Seatledger</span>
      </div>
      <h1 className={classes.title}>The history is encrypted</h1>
      <p>
        Its key is not in this system’s keychain. Enter the recovery key that you wrote down when you encrypted the history. It is then
        stored in the keychain, so you enter it only once.
      </p>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() !== '') unlock.mutate({ recoveryKey: typed })
        }}
      >
        <RecoveryKeyField value={typed} onChange={setTyped} />
        {unlock.error ? <Problem error={unlock.error} /> : null}
        <div>
          <Button type="submit" loading={unlock.isPending} disabled={typed.trim() === ''}>
            Unlock
          </Button>
        </div>
      </form>
      <p className={classes.soft}>
        Nothing was changed, and nothing is collected until you unlock the history. If the keychain of another computer or user still has
        the key, start Seatledger there. Without the key, nobody can read this history. To continue with a backup whose key you have, quit
        Seatledger, move <code>history.db</code> out of the data folder and run <code>seatledger restore FILE</code>.
      </p>
    </main>
  )
}
