/** Handlers of `snapshots.*`: snapshots and their evidence. */
import { createHash } from 'node:crypto'
import { parseMonth } from '../../../shared/domain/month.ts'
import { chargesAt } from '../charges/charges.ts'
import { resolveTenant } from '../connections/read.ts'
import { rebuildText, type SnapshotKey, snapshotKey } from '../evidence/read-payload.ts'
import { listSnapshots, readSnapshot, receivedBytes, snapshotNumbers } from '../evidence/read-snapshots.ts'
import { beginReading, type ReadingDeps } from '../figures/reading.ts'
import { recountAt } from '../figures/series-state.ts'
import { peopleAt } from '../state/read-people.ts'
import { datasetById } from '../vendors/providers.ts'
import type { Writer } from '../writer/writer.ts'
import type { Api } from './product.ts'

/** Dependencies of these handlers. */
export type SnapshotDeps = ReadingDeps & { writer: Writer }

type Routes = Extract<keyof Api, `snapshots.${string}`>

/** Creates the handlers. */
export function snapshotHandlers(deps: SnapshotDeps): Pick<Api, Routes> {
  const { reader, writer, clock } = deps
  const row = (id: number) => readSnapshot(reader, id, beginReading(deps).calendar)
  return {
    'snapshots.list': async ({ tenant, dataset, month, newest }) => {
      const filter = {
        ...(tenant === undefined ? {} : { tenantId: resolveTenant(reader, tenant).id }),
        ...(dataset === undefined ? {} : { dataset }),
        ...(newest === undefined ? {} : { newest }),
        ...(month === undefined ? {} : { month: parseMonth(month) }),
      }
      return listSnapshots(reader, filter, beginReading(deps).calendar)
    },

    'snapshots.get': async ({ id }) => {
      const reading = beginReading(deps)
      const answer = readSnapshot(reader, id, reading.calendar)
      const key = snapshotKey(reader, id)
      const { warnings, ...numbers } = snapshotNumbers(reader, id)
      const counted = key.hasList && datasetById(key.dataset).kind === 'people'
      const excluded = reading.rules.excluded(parseMonth(answer.month))
      const recounted = counted ? (recountAt(reader, key.seriesId, [key.number], excluded)[0] ?? null) : null
      return {
        ...answer,
        totals: { ...numbers, recounted },
        warningsInFull: warnings,
        people: key.hasList ? [...peopleAt(reader, key)] : null,
        charges: charges(key),
      }
    },

    'snapshots.raw': async ({ id, received }) => {
      if (!received) return { text: rebuildText(reader, id), received, sha256: row(id).sha256 }
      snapshotKey(reader, id)
      const bytes = receivedBytes(reader, id)
      return { text: bytes.toString('utf8'), received, sha256: createHash('sha256').update(bytes).digest('hex') }
    },

    'snapshots.setAside': async ({ id, reason }) => {
      await writer.call('snapshot.setAside', { snapshotId: id, reason, at: clock.now() })
      return row(id)
    },

    'snapshots.takeBack': async ({ id }) => {
      await writer.call('snapshot.takeBack', { snapshotId: id, at: clock.now() })
      return row(id)
    },
  }

  function charges(key: SnapshotKey) {
    if (!key.hasList) return []
    return chargesAt(reader, datasetById(key.dataset), key).map(({ chargeId, name, partNumber, grouping, unit, used, committed }) => ({
      chargeId,
      name,
      partNumber,
      grouping,
      unit,
      used,
      committed,
    }))
  }
}
