import { basename } from 'node:path'
import type { AppInfo } from '../../../shared/contract/app-answers.ts'
import { isAccessibleToOthers } from '../base/private-files.ts'
import { version } from '../base/version.ts'
import { readConnections } from '../connections/read.ts'
import type { ReadDb } from '../database/db.ts'
import { readSetting } from '../settings/settings.ts'
import type { AppDeps } from './product.ts'

/** Answers `app.info`. */
export async function appInfo({ reader, secrets, dataDir, host }: AppDeps & { reader: ReadDb }): Promise<AppInfo> {
  const keychain = await secrets.status()
  return {
    version,
    folder: basename(dataDir),
    folderIsOpen: isAccessibleToOthers(dataDir),
    host,
    demo: readSetting(reader, 'demo'),
    timeZone: readSetting(reader, 'timeZone'),
    empty: readConnections(reader).length === 0,
    keychain: keychain.available ? { available: true, reason: null } : keychain,
  }
}
