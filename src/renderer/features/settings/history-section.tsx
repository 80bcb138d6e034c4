/** Verifying the history, importing Microsoft's product list, backups, deleting. */
import { Button, FileButton } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { decodeText } from '../../../shared/domain/decode-text.ts'
import { firstOf } from '../../../shared/domain/first-of.ts'
import { Problem } from '../../components/check-result.tsx'
import { Panel } from '../../components/panel.tsx'
import { TaskStrip } from '../../components/task-strip.tsx'
import { isCancelled } from '../../lib/api.ts'
import { formatCount, formatQuantity } from '../../lib/format.ts'
import { useChange } from '../../lib/query.ts'
import { Backups } from './backups.tsx'
import { DeleteHistory } from './delete-history.tsx'
import { Encryption } from './encryption.tsx'
import { SecondFolder } from './second-folder.tsx'
import { SettingRow } from './setting-row.tsx'

export function HistorySection(): ReactElement {
  return (
    <>
      <Panel title="History and catalogue">
        <Verify />
        <Catalogue />
      </Panel>
      <Backups />
      <SecondFolder />
      <Encryption />
      <DeleteHistory />
    </>
  )
}

function Verify(): ReactElement {
  const verify = useChange('history.verify')
  return (
    <>
      <SettingRow name="Verify the history" help="Rebuilds every snapshot and compares it with the hash of what was received.">
        <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate({})}>
          Verify now
        </Button>
      </SettingRow>
      <TaskStrip task="verify" doing="Verifying" unit="series" />
      {verify.data ? (
        <p role="status">
          {verify.data.damaged.length === 0
            ? `${formatCount(verify.data.verified, 'snapshot', 'snapshots')} rebuilt and equal to what was received.`
            : `Damaged: snapshots ${firstOf(verify.data.damaged, 20)}. Restore a backup from before the damage.`}
          {verify.data.facts.wrong.length > 0
            ? ` Stored figures of ${formatCount(verify.data.facts.wrong.length, 'month', 'months')} differ from their snapshots.`
            : ''}
        </p>
      ) : null}
      {verify.data && verify.data.facts.wrong.length > 0 ? <RebuildFacts /> : null}
      {verify.error && !isCancelled(verify.error) ? <Problem error={verify.error} /> : null}
    </>
  )
}

/** Month facts are derived from snapshots, so they can always be rebuilt. */
function RebuildFacts(): ReactElement {
  const rebuild = useChange('history.rebuildFacts')
  return (
    <>
      {rebuild.data ? (
        <p role="status">The stored figures of {formatCount(rebuild.data.months, 'month', 'months')} were rebuilt.</p>
      ) : (
        <Button variant="default" loading={rebuild.isPending} onClick={() => rebuild.mutate({})}>
          Rebuild the stored figures
        </Button>
      )}
      {rebuild.error ? <Problem error={rebuild.error} /> : null}
    </>
  )
}

function Catalogue(): ReactElement {
  const bring = useChange('catalogue.import')
  const [unreadable, setUnreadable] = useState<Error | null>(null)
  const read = async (file: File | null): Promise<void> => {
    if (!file) return
    setUnreadable(null)
    try {
      const decoded = decodeText(new Uint8Array(await file.arrayBuffer()))
      if ('problem' in decoded) throw new Error(`This file cannot be read: ${decoded.problem} Nothing was imported.`)
      bring.mutate({ csv: decoded.text })
    } catch (error) {
      setUnreadable(error instanceof Error ? error : new Error(String(error)))
    }
  }
  const failed = bring.error ?? unreadable
  return (
    <>
      <SettingRow
        name="Names of licences"
        help="Microsoft publishes a list of product names and ids as CSV. Importing it names licences that are still shown by their id."
      >
        <FileButton onChange={(file) => void read(file)} accept=".csv,text/csv">
          {(props) => (
            <Button variant="default" loading={bring.isPending} {...props}>
              Choose the CSV…
            </Button>
          )}
        </FileButton>
      </SettingRow>
      {bring.data ? (
        <p role="status">
          {formatCount(bring.data.products, 'product', 'products')} read: {formatQuantity(bring.data.added)} new,{' '}
          {formatQuantity(bring.data.renamed)} renamed.
        </p>
      ) : null}
      {failed ? <Problem error={failed} /> : null}
    </>
  )
}
