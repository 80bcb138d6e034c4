/** The second folder of backups: its name, its problems, and a button to choose one. */
import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import type { SecondFolderAnswer } from '../../../shared/contract/maintenance-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { Problem } from '../../components/check-result.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Panel } from '../../components/panel.tsx'
import { formatCount, formatTime } from '../../lib/format.ts'
import { useAnswer, useChange } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { SettingRow } from './setting-row.tsx'
import classes from './settings.module.css'

export function SecondFolder(): ReactElement {
  const second = useAnswer('backups.second', {})
  const timeZone = useTimeZone()
  const info = useAnswer('app.info', {})
  return (
    <Panel
      title="Second copy"
      help={
        <HelpTip about="Second copy">
          <p>
            Every backup is also copied to this folder and compared with the original. Choose a folder on another disk, on a share, or one
            that another program synchronises. It keeps as many backups as the data folder.
          </p>
          <p>
            To move to another machine, restore one of these files there with <code>seatledger restore FILE</code>. It contains everything
            except credentials, which you enter again.
          </p>
        </HelpTip>
      }
    >
      <Answer of={second} what="the second folder" lines={2}>
        {(value) => (
          <SettingRow
            name={value.name === null ? 'Second folder for backups' : `Folder “${value.name}”`}
            help={
              <>
                {stateText(value, timeZone)}
                {info.data && info.data.host !== 'desktop' && value.state === 'none' ? (
                  <>
                    {' '}
                    Choose a folder in a terminal: <code>seatledger backups folder FOLDER</code>
                  </>
                ) : null}
              </>
            }
          >
            <Choice value={value} />
          </SettingRow>
        )}
      </Answer>
    </Panel>
  )
}

function Choice({ value }: { value: SecondFolderAnswer }): ReactElement {
  const info = useAnswer('app.info', {})
  const choose = useChange('backups.chooseSecond')
  const copy = useChange('backups.copySecond')
  const failed = choose.error ?? copy.error
  return (
    <>
      <div className={classes.endButtons}>
        {value.state === 'behind' ? (
          <Button variant="default" loading={copy.isPending} onClick={() => copy.mutate({})}>
            Copy now
          </Button>
        ) : null}
        {info.data?.host === 'desktop' ? (
          <Button variant="default" loading={choose.isPending} onClick={() => choose.mutate({})}>
            {value.name === null ? 'Choose a folder…' : 'Choose another folder…'}
          </Button>
        ) : null}
        {value.name === null ? null : (
          <Button variant="default" disabled={choose.isPending} onClick={() => choose.mutate({ none: true })}>
            Remove
          </Button>
        )}
      </div>
      {failed ? <Problem error={failed} /> : null}
    </>
  )
}

function stateText({ state, sameDisk, copies, newest }: SecondFolderAnswer, timeZone: string): string {
  if (state === 'none')
    return 'The history and all its backups are on one disk. If that disk fails, everything is lost, because vendors do not keep the history.'
  if (state === 'gone') return 'The folder is not available because its disk or share is not connected. Backups are copied when it is back.'
  const held = copies === 0 ? 'No backup yet.' : `${formatCount(copies, 'backup', 'backups')}, newest ${formatTime(newest, timeZone)}.`
  const behind = state === 'behind' ? ' The newest backup is missing.' : ''
  const disk = sameDisk
    ? ' The folder is on the same disk as the history. It protects against a failing disk only if another program synchronises it.'
    : ''
  return `${held}${behind}${disk}`
}
