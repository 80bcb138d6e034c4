/** The version, and where the history is stored. */

import type { ReactElement } from 'react'
import { inWindow } from '../../../shared/domain/window-words.ts'
import { Answer } from '../../components/answer.tsx'
import { Panel } from '../../components/panel.tsx'
import { useAnswer } from '../../lib/query.ts'
import evidence from '../evidence/evidence.module.css'

const hostWords = { desktop: 'Desktop window', browser: 'Browser', terminal: 'Terminal' } as const

export function AboutSection(): ReactElement {
  const info = useAnswer('app.info', {})
  return (
    <Panel title="About">
      <Answer of={info} what="version and system">
        {(value) => (
          <dl className={evidence.facts}>
            <dt>Version</dt>
            <dd>{value.version}</dd>
            <dt>Shown in</dt>
            <dd>{hostWords[value.host]}</dd>
            <dt>History</dt>
            <dd>Data folder “{value.folder}”.</dd>
            {value.folderIsOpen && (
              <>
                <dt>Permissions</dt>
                <dd>
                  Other users of this machine can list the data folder but cannot read its files. Restrict access to the folder to your own
                  user.
                </dd>
              </>
            )}
            <dt>Time zone</dt>
            <dd>{value.timeZone}</dd>
            <dt>Keychain</dt>
            <dd>{value.keychain.available ? 'available' : inWindow(value.keychain.reason ?? 'not available')}</dd>
          </dl>
        )}
      </Answer>
    </Panel>
  )
}
