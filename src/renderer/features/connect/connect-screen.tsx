/** Adds a connection: the vendor's guide, the form, and after the test the discovered tenants. */

import { SegmentedControl } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { ConnectionCheck } from '../../../shared/contract/connection-answers.ts'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { useAddress } from '../../lib/use-address.ts'
import { providerWords } from '../../lib/words.ts'
import classes from './connect.module.css'
import { ConnectedStep } from './connected-step.tsx'
import { GenesysForm } from './genesys-form.tsx'
import { PetraForm } from './petra-form.tsx'
import { GenesysGuide, PetraGuide } from './vendor-guide.tsx'

export function ConnectScreen(): ReactElement {
  const [address, change] = useAddress()
  const [added, setAdded] = useState<ConnectionCheck | null>(null)
  const provider: ProviderId = address.tab === 'genesys' ? 'genesys' : 'petra'
  if (added) return <ConnectedStep check={added} onAnother={() => setAdded(null)} />
  return (
    <Page
      title="Add a connection"
      subtitle={`one set of credentials at ${providerWords[provider]}`}
      tools={
        <SegmentedControl
          aria-label="Vendor"
          value={provider}
          onChange={(tab) => change({ tab }, { replace: true })}
          data={[
            { value: 'petra', label: 'Petra Security' },
            { value: 'genesys', label: 'Genesys Cloud' },
          ]}
        />
      }
    >
      <div className={classes.columns}>
        <Panel title="The connection">{provider === 'petra' ? <PetraForm onAdded={setAdded} /> : <GenesysForm onAdded={setAdded} />}</Panel>
        <Panel title={`What to do at ${providerWords[provider]}`}>{provider === 'petra' ? <PetraGuide /> : <GenesysGuide />}</Panel>
      </div>
    </Page>
  )
}
