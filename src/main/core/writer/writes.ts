/** All writes by name, which the writer's worker runs. Each area defines its own. */
import { approvalWrites } from '../approvals/writes.ts'
import { muteWrites } from '../attention/mutes.ts'
import { catalogueWrites } from '../catalogue/writes.ts'
import { monthExportWrites } from '../closing/exports.ts'
import { collectWrites } from '../collector/writes.ts'
import { connectionWrites } from '../connections/writes.ts'
import type { Write } from '../database/db.ts'
import { durabilityWrites } from '../database/durability.ts'
import { recordWrites } from '../history/record.ts'
import { setAsideWrites } from '../history/set-aside.ts'
import { verifyWrites } from '../history/verify.ts'
import { invoiceWrites } from '../invoices/store.ts'
import { checkBackupWrites } from '../maintenance/check-backup.ts'
import { eraseWrites } from '../maintenance/erase.ts'
import { decisionWrites } from '../reconcile/decisions.ts'
import { mappingWrites } from '../reconcile/mappings.ts'
import { serviceWrites } from '../reconcile/services.ts'
import { ruleWrites } from '../rules/writes.ts'
import { settingWrites } from '../settings/settings.ts'
import { factWrites } from '../state/month-facts/writes.ts'
import { teamWrites } from '../team/writes.ts'

/** The table of writes. */
export const writes = {
  ...approvalWrites,
  ...catalogueWrites,
  ...checkBackupWrites,
  ...collectWrites,
  ...connectionWrites,
  ...decisionWrites,
  ...durabilityWrites,
  ...eraseWrites,
  ...factWrites,
  ...invoiceWrites,
  ...mappingWrites,
  ...monthExportWrites,
  ...muteWrites,
  ...recordWrites,
  ...ruleWrites,
  ...serviceWrites,
  ...setAsideWrites,
  ...settingWrites,
  ...teamWrites,
  ...verifyWrites,
} satisfies Record<string, Write>

/** The type of the table. */
export type Writes = typeof writes
