/** The evidence drawer: a snapshot's facts, its contents and the vendor's response. */
import { Drawer, Tabs } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { Answer } from '../../components/answer.tsx'
import { useAnswer } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import classes from './evidence.module.css'
import { EvidenceContents } from './evidence-contents.tsx'
import { EvidenceFacts } from './evidence-facts.tsx'
import { EvidenceRaw } from './evidence-raw.tsx'

/** Open while the address contains a snapshot. */
export function EvidenceDrawer(): ReactElement {
  const [address, change] = useAddress()
  const id = address.snapshot
  return (
    <Drawer
      opened={id !== undefined}
      onClose={() => change({ snapshot: undefined })}
      title={id ? `Evidence: snapshot ${id}` : 'Evidence'}
      size="xl"
      keepMounted={false}
    >
      {id ? <Evidence key={id} id={id} /> : null}
    </Drawer>
  )
}

function Evidence({ id }: { id: number }): ReactElement {
  const snapshot = useAnswer('snapshots.get', { id })
  const [tab, setTab] = useState<string | null>('facts')
  return (
    <Answer of={snapshot} what="the snapshot" lines={8}>
      {(value) => (
        <Tabs value={tab} onChange={setTab} keepMounted={false}>
          <Tabs.List className={classes.tabs ?? ''}>
            <Tabs.Tab value="facts">Facts</Tabs.Tab>
            <Tabs.Tab value="contents">{value.charges.length > 0 ? 'Charges' : 'People'}</Tabs.Tab>
            <Tabs.Tab value="raw">As the vendor sent it</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="facts">
            <EvidenceFacts snapshot={value} />
          </Tabs.Panel>
          <Tabs.Panel value="contents">
            <EvidenceContents snapshot={value} />
          </Tabs.Panel>
          <Tabs.Panel value="raw">
            <EvidenceRaw snapshot={value} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Answer>
  )
}
