import Database from 'better-sqlite3'
import { historyFile } from '../../../src/main/core/database/files.ts'

/** Sets how often the measured connection may be requested, while a host has the history open. */
export function setPace(dataDir: string, requestsPerMinute: number): void {
  const sqlite = new Database(historyFile(dataDir))
  sqlite
    .prepare("update connection set config = json_set(config, '$.requestsPerMinute', ?) where provider = 'petra'")
    .run(requestsPerMinute)
  sqlite.close()
}
