/** The routes of the history itself: snapshots, their evidence, and its proof. */
import { createHash } from 'node:crypto'
import { parseMonth } from '../../../shared/domain/month.ts'
import { findConnection, resolveTenant } from '../connections/read.ts'
import { AppError } from '../errors.ts'
import type { Api } from '../product.ts'
import { datasetById } from '../providers/providers.ts'
import { chargesAt } from '../reports/charges.ts'
import { beginReading, type ReportDeps } from '../reports/deps.ts'
import { recountAt } from '../reports/series-state.ts'
import { readSetting } from '../settings/settings.ts'
import { backupNow, listBackups } from './backup.ts'
import { beforeMonth } from './erase.ts'
import { backupFiles } from './files.ts'
import { losses } from './losses.ts'
import { rebuildText, type SnapshotKey, snapshotKey } from './read-payload.ts'
import { holdersAt, listSnapshots, receivedBytes, snapshotNumbers, snapshotRow } from './read-snapshots.ts'
import { seriesIds, sumUp } from './verify.ts'
import type { Writer } from './writer.ts'

/** What these routes work with. */
export type HistoryDeps = ReportDeps & { writer: Writer; dataDir: string }

type Routes = Extract<keyof Api, `snapshots.${string}` | `history.${string}` | `backups.${string}`>

/** The handlers of `snapshots.*`, `history.*` and `backups.*`. */
export function historyHandlers(deps: HistoryDeps): Pick<Api, Routes> {
  const { reader, writer, clock, dataDir } = deps
  const row = (id: number) => snapshotRow(reader, id, beginReading(deps).calendar)
  return {
    'snapshots.list': async ({ tenant, dataset, month }) => {
      const filter = {
        ...(tenant === undefined ? {} : { tenantId: resolveTenant(reader, tenant).id }),
        ...(dataset === undefined ? {} : { dataset }),
        ...(month === undefined ? {} : { month: parseMonth(month) }),
      }
      return listSnapshots(reader, filter, beginReading(deps).calendar)
    },

    'snapshots.get': async ({ id }) => {
      const reading = beginReading(deps)
      const answer = snapshotRow(reader, id, reading.calendar)
      const key = snapshotKey(reader, id)
      const { warnings, ...numbers } = snapshotNumbers(reader, id)
      const counted = key.hasList && datasetById(key.dataset).skuField !== null
      const excluded = reading.rules.excluded(parseMonth(answer.month))
      const recounted = counted ? (recountAt(reader, key.seriesId, [key.number], excluded)[0] ?? null) : null
      return {
        ...answer,
        totals: { ...numbers, recounted },
        warningsInFull: warnings,
        people: holdersAt(reader, key),
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

    'history.verify': async (_, { signal }) => {
      const whole = await writer.call('verify.file', undefined)
      if (!whole) {
        throw new AppError(
          'DB_DAMAGED',
          'The file of the history is damaged. Quit every Seatledger and restore a backup with `seatledger restore FILE`.',
        )
      }
      const answers = []
      for (const seriesId of seriesIds(reader)) {
        signal.throwIfAborted()
        answers.push(await writer.call('verify.series', { seriesId }))
      }
      return sumUp(answers)
    },

    'history.losses': async (scope) => {
      if ('tenant' in scope) return losses(reader, { tenantId: resolveTenant(reader, scope.tenant).id }, beginReading(deps).calendar)
      if ('connection' in scope)
        return losses(reader, { connectionId: findConnection(reader, scope.connection).id }, beginReading(deps).calendar)
      return losses(reader, { before: parseMonth(scope.before) }, beginReading(deps).calendar)
    },

    'history.delete': async ({ tenant, before }) => {
      const removed =
        tenant === undefined
          ? await writer.call('history.deleteBefore', beforeMonth(parseMonth(before), beginReading(deps).calendar))
          : await writer.call('history.deleteTenant', { tenantId: resolveTenant(reader, tenant).id })
      return { removed, backups: backupFiles(dataDir) }
    },

    'backups.list': async () => listBackups(dataDir),

    'backups.create': async () => {
      await backupNow(reader, { dataDir, now: clock.now(), keep: readSetting(reader, 'backupsKept') })
      return listBackups(dataDir)
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
