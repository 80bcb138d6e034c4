/** Handlers for verifying, deleting and backing up the history. Restoring needs it closed, so `createApp` handles that. */
import { basename } from 'node:path'
import type { VerifyAnswer } from '../../../shared/contract/maintenance-answers.ts'
import { parseMonth } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import type { Task, Tasks } from '../base/tasks.ts'
import { findConnection, resolveTenant } from '../connections/read.ts'
import { otherCopies } from '../database/files.ts'
import { keyIdOf } from '../database/history-key.ts'
import { knownKey } from '../database/key-ring.ts'
import { unlockFile } from '../database/unlock.ts'
import { beginReading, type ReadingDeps } from '../figures/reading.ts'
import { type SnapshotsCheck, seriesIds, sumUp } from '../history/verify.ts'
import { backupNow, listBackups } from '../maintenance/backup.ts'
import { inWritersThread } from '../maintenance/check-backup.ts'
import { beforeMonth } from '../maintenance/erase.ts'
import { losses } from '../maintenance/losses.ts'
import { backupsInSecondFolder } from '../maintenance/second-folder.ts'
import { readSetting } from '../settings/settings.ts'
import { factOwners } from '../state/month-facts/refresh.ts'
import type { FactsCheck } from '../state/month-facts/verify-facts.ts'
import type { Writer } from '../writer/writer.ts'
import type { BackupChoice } from './backup-choice.ts'
import type { Api, AppDeps } from './product.ts'
import { copyNow, type SecondFolderRoute } from './second-folder-handlers.ts'

/** Dependencies of these handlers. */
export type MaintenanceDeps = ReadingDeps &
  Pick<AppDeps, 'dataDir' | 'secrets' | 'env' | 'keyEnv'> & { writer: Writer; tasks: Tasks; backups: BackupChoice }

type Routes = Exclude<Extract<keyof Api, `history.${string}` | `backups.${string}`>, 'backups.restore' | SecondFolderRoute>

/** Creates the handlers of `history.*` and `backups.*`. */
export function maintenanceHandlers(deps: MaintenanceDeps): Pick<Api, Routes> {
  const { reader, writer, clock, dataDir, tasks, backups } = deps
  return {
    'history.verify': (_, { signal }) => tasks.run('verify', signal, verifyAll),

    'history.rebuildFacts': async () => ({ months: await writer.call('facts.rebuild', undefined) }),

    'history.losses': async (scope) => {
      if ('tenant' in scope) return losses(reader, { tenantId: resolveTenant(reader, scope.tenant).id }, beginReading(deps).calendar)
      if ('connection' in scope)
        return losses(reader, { connectionId: findConnection(reader, scope.connection).id }, beginReading(deps).calendar)
      return losses(reader, { before: parseMonth(scope.before) }, beginReading(deps).calendar)
    },

    'history.delete': ({ tenant, before }, { signal }) =>
      tasks.run('delete', signal, async () => {
        const removed =
          tenant === undefined
            ? await writer.call('history.deleteBefore', beforeMonth(parseMonth(before), beginReading(deps).calendar))
            : await writer.call('history.deleteTenant', { tenantId: resolveTenant(reader, tenant).id })
        const second = readSetting(reader, 'secondBackups')
        const unknown = (folder: string) => [`every copy in the second folder (${basename(folder)}), which could not be read`]
        const copies = second === null ? [] : await backupsInSecondFolder(second).catch(() => unknown(second.folder))
        return { removed, backups: [...new Set([...otherCopies(dataDir), ...copies])] }
      }),

    'backups.list': async () => listBackups(dataDir, clock.now()),

    'backups.create': (_, { signal: asked }) =>
      tasks.run('backup', asked, async ({ signal, report }) => {
        const thread = inWritersThread(writer)
        await backupNow(reader, { dataDir, now: clock.now(), keep: readSetting(reader, 'backupsKept'), thread }, (done, total) => {
          signal.throwIfAborted()
          report(done, total)
        })
        try {
          await copyNow(deps, signal)
        } catch (error) {
          // The backup itself was made; `backups.second` reports what is wrong with its copy.
          if (!(error instanceof AppError)) throw error
        }
        return listBackups(dataDir, clock.now())
      }),

    'backups.check': async ({ ref }) => {
      const { file, name } = backups.fileOf(ref)
      await unlockFile(file, deps)
      const id = keyIdOf(file)
      const key = id === null ? null : knownKey(id)
      return { ref, name, ...(await writer.call('backup.check', { file, keys: key === null ? [] : [key] })) }
    },

    'backups.choose': async () => {
      const ref = await backups.choose()
      return { chosen: ref === null ? null : { ref } }
    },
  }

  async function verifyAll({ signal, report }: Task): Promise<VerifyAnswer> {
    const whole = await writer.call('verify.file', undefined)
    if (!whole) {
      throw new AppError(
        'DB_DAMAGED',
        'The history file is damaged. Restore a backup in Settings, or quit Seatledger everywhere and run `seatledger restore FILE`.',
      )
    }
    const answers: SnapshotsCheck[] = []
    const checks: FactsCheck[] = []
    const ids = seriesIds(reader)
    const owners = factOwners(reader)
    const total = ids.length + owners.length
    for (const seriesId of ids) {
      signal.throwIfAborted()
      answers.push(await writer.call('verify.series', { seriesId }))
      report(answers.length, total)
    }
    for (const owner of owners) {
      signal.throwIfAborted()
      checks.push(await writer.call('facts.verify', owner))
      report(answers.length + checks.length, total)
    }
    return {
      ...sumUp(answers),
      facts: {
        months: checks.reduce((sum, { months }) => sum + months, 0),
        wrong: checks.flatMap(({ wrong }) =>
          wrong.map(({ tenantId, dataset, month }) => ({ tenant: tenantId, dataset: dataset as DatasetId, month })),
        ),
      },
    }
  }
}
