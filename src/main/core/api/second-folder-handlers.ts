/** Routes of the second folder of backups. A page never sends a path; it asks the host to show its dialog. */
import type { SecondFolderAnswer } from '../../../shared/contract/maintenance-answers.ts'
import { AppError } from '../base/errors.ts'
import type { ReadDb, WriterOf } from '../database/db.ts'
import { claimSecondFolder, copyToSecond, secondFolderState } from '../maintenance/second-folder.ts'
import { readSetting, type settingWrites } from '../settings/settings.ts'
import type { Api, AppDeps } from './product.ts'

/** Dependencies of these functions. */
export interface SecondFolderDeps extends Pick<AppDeps, 'dataDir' | 'chooseFile'> {
  clock: Pick<AppDeps['clock'], 'now'>
  reader: ReadDb
  writer: WriterOf<typeof settingWrites>
}

/** Sets the second folder (null: none) and copies the backups to it. Throws as `claimSecondFolder` and `copyToSecond`. */
export async function setSecondFolder(deps: SecondFolderDeps, path: string | null, signal?: AbortSignal): Promise<SecondFolderAnswer> {
  const { dataDir, reader, writer, clock } = deps
  const before = readSetting(reader, 'secondBackups')
  const second = path === null ? null : await claimSecondFolder(dataDir, path, before?.id ?? null)
  await writer.call('setting.set', { key: 'secondBackups', value: second })
  if (second !== null) await copyNow(deps, signal)
  return secondFolderState(dataDir, second, clock.now())
}

/** Copies the backups missing in the second folder. Returns their names; null if there is no second folder. */
export async function copyNow(deps: Omit<SecondFolderDeps, 'writer'>, signal?: AbortSignal): Promise<string[] | null> {
  const { dataDir, reader, clock } = deps
  const second = readSetting(reader, 'secondBackups')
  if (second === null) return null
  const rules = { dataDir, keep: readSetting(reader, 'backupsKept'), now: clock.now() }
  return copyToSecond(second, signal === undefined ? rules : { ...rules, signal })
}

/** The routes of this file. */
export type SecondFolderRoute = 'backups.second' | 'backups.chooseSecond' | 'backups.copySecond'

/** Creates the handlers. */
export function secondFolderHandlers(deps: SecondFolderDeps): Pick<Api, SecondFolderRoute> {
  const state = () => secondFolderState(deps.dataDir, readSetting(deps.reader, 'secondBackups'), deps.clock.now())
  return {
    'backups.second': state,
    'backups.chooseSecond': async ({ none }, { signal }) => {
      if (none) return setSecondFolder(deps, null, signal)
      if (deps.chooseFile === undefined)
        throw new AppError('BAD_REQUEST', 'This host cannot choose folders. Run `seatledger backups folder FOLDER` in a terminal.')
      const folder = await deps.chooseFile({ title: 'Choose a second folder for backups', folder: true })
      return folder === null ? state() : setSecondFolder(deps, folder, signal)
    },
    'backups.copySecond': async (_, { signal }) => {
      await copyNow(deps, signal)
      return state()
    },
  }
}
