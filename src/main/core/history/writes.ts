/** Every write there is, by name; the writer's worker runs them. Each area keeps its own beside its reads. */
import { approvalWrites } from '../approvals/writes.ts'
import { catalogueWrites } from '../catalogue/writes.ts'
import { collectWrites } from '../collect/writes.ts'
import { connectionWrites } from '../connections/writes.ts'
import { ruleWrites } from '../rules/writes.ts'
import { settingWrites } from '../settings/settings.ts'
import { checkBackupWrites } from './check-backup.ts'
import type { Write } from './db.ts'
import { durabilityWrites } from './durability.ts'
import { eraseWrites } from './erase.ts'
import { factWrites } from './facts/writes.ts'
import { recordWrites } from './record.ts'
import { setAsideWrites } from './set-aside.ts'
import { verifyWrites } from './verify.ts'

/** The table of writes. */
export const writes = {
  ...approvalWrites,
  ...catalogueWrites,
  ...checkBackupWrites,
  ...collectWrites,
  ...connectionWrites,
  ...durabilityWrites,
  ...eraseWrites,
  ...factWrites,
  ...recordWrites,
  ...ruleWrites,
  ...setAsideWrites,
  ...settingWrites,
  ...verifyWrites,
} satisfies Record<string, Write>

/** Its type: what may be asked of the writer. */
export type Writes = typeof writes
