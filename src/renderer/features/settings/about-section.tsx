/** The version, and where the history is stored. */
import type { ReactElement } from 'react'
import { Answer } from '../../components/answer.tsx'
import { Panel } from '../../components/panel.tsx'
import { useAnswer } from '../../lib/query.ts'
import evidence from '../evidence/evidence.module.css'

const hostWords = { desktop: 'Desktop window', browser: 'Browser', terminal: 'Terminal' } as const

export function AboutSection(): ReactElement {
  const info = useAnswer('app.info', {})
  return (
    <Panel title="About">
      <Answer of={info} what="what runs here">
        {(value) => (
          <dl className={evidence.facts}>
            <dt>Version</dt>
            <dd>{value.version}</dd>
            <dt>Shown in</dt>
            <dd>{hostWords[value.host]}</dd>
            <dt>History</dt>
            <dd>In the data folder “{value.folder}”; “seatledger doctor” in a terminal says where that is.</dd>
            {value.folderIsOpen && (
              <>
                <dt>Rights</dt>
                <dd>
                  Other users of this machine may look into the data folder. The files in it are closed to them; “seatledger doctor” says
                  how to close the folder.
                </dd>
              </>
            )}
            <dt>Time zone</dt>
            <dd>{value.timeZone}</dd>
            <dt>Keychain</dt>
            <dd>{value.keychain.available ? 'answers' : (value.keychain.reason ?? 'does not answer')}</dd>
          </dl>
        )}
      </Answer>
    </Panel>
  )
}
