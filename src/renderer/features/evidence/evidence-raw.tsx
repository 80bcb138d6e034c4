/** The vendor's response, rebuilt from the history. */
import { Button, SegmentedControl } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { SnapshotDetail } from '../../../shared/contract/snapshot-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { Icon } from '../../components/icon.tsx'
import { ask } from '../../lib/api.ts'
import { copyText } from '../../lib/clipboard.ts'
import { formatQuantity } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { notifySaved } from '../../lib/saved-file.ts'
import classes from './evidence.module.css'

/** More would slow down the page; the saved file is complete. */
const shownCharacters = 200_000

export function EvidenceRaw({ snapshot }: { snapshot: SnapshotDetail }): ReactElement {
  const kept = snapshot.warnings.includes('NOT_CANONICAL')
  const [received, setReceived] = useState(false)
  const raw = useAnswer('snapshots.raw', { id: snapshot.id, received })
  return (
    <Answer of={raw} what="what the vendor sent" lines={10}>
      {({ text }) => {
        const pretty = received ? text : indented(text)
        return (
          <>
            <div className={classes.rawBar}>
              {kept ? (
                <SegmentedControl
                  value={received ? 'received' : 'rebuilt'}
                  onChange={(next) => setReceived(next === 'received')}
                  data={[
                    { value: 'rebuilt', label: 'Rebuilt' },
                    { value: 'received', label: 'As received' },
                  ]}
                />
              ) : null}
              <span>
                {received
                  ? 'The bytes as received. They were kept because parsing would change numbers or keys.'
                  : 'Rebuilt from the history and equal to what was received. The order of people and licences is not kept.'}
              </span>
              <Button variant="subtle" color="gray" leftSection={<Icon name="copy" size={14} />} onClick={() => copyText(text)}>
                Copy
              </Button>
              <Button
                variant="subtle"
                color="gray"
                leftSection={<Icon name="export" size={14} />}
                onClick={() => void notifySaved('What the vendor sent', ask('exports.evidence', { id: snapshot.id, received }))}
              >
                Save
              </Button>
            </div>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
            <pre className={classes.raw} tabIndex={0} dir="ltr">
              {pretty.slice(0, shownCharacters)}
            </pre>
            {pretty.length > shownCharacters ? (
              <p className={classes.rawBar}>The first {formatQuantity(shownCharacters)} characters. Save the file to see all.</p>
            ) : null}
          </>
        )
      }}
    </Answer>
  )
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
