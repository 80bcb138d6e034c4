/** Routes about the whole history: verification, deletion, backups, encryption, and showing an earlier day. */
import { z } from 'zod'
import type { AsOfAnswer, AsOfDays } from './app-answers.ts'
import { backupRef, connectionName, month, nothing, tenantRef } from './inputs.ts'
import type {
  BackupAnswer,
  BackupCheck,
  DeleteAnswer,
  EncryptionAnswer,
  KeyChangeAnswer,
  LossAnswer,
  RebuildAnswer,
  RestoreAnswer,
  SecondFolderAnswer,
  VerifyAnswer,
} from './maintenance-answers.ts'
import { route } from './route.ts'

/** A part of `routes`. */
export const historyRoutes = {
  /** Rebuilds every snapshot and compares its hash and all derived data. A snapshot that is neither verified nor damaged has wiped entries. */
  'history.verify': route<VerifyAnswer>()(nothing),
  /** Rebuilds the month facts from the evidence. */
  'history.rebuildFacts': route<RebuildAnswer>()(nothing),
  /** Counts what a deletion would remove. */
  'history.losses': route<LossAnswer>()(
    z.union([z.strictObject({ tenant: tenantRef }), z.strictObject({ connection: connectionName }), z.strictObject({ before: month })]),
  ),
  /** Permanently removes a tenant's history, or everything before a month. */
  'history.delete': route<DeleteAnswer>()(
    z.union([
      z.strictObject({ tenant: tenantRef, before: z.undefined().optional() }),
      z.strictObject({ before: month, tenant: z.undefined().optional() }),
    ]),
  ),
  'backups.list': route<BackupAnswer[]>()(nothing),
  /** Creates a backup now, in addition to the daily ones. */
  'backups.create': route<BackupAnswer[]>()(nothing),

  /** Compares a backup with the current history. `ref` is the name of an automatic backup, or a reference from `backups.choose`. */
  'backups.check': route<BackupCheck>()(z.strictObject({ ref: backupRef })),
  /** Lets the user choose a file in the host's dialog, for `backups.check`; `chosen` is null if the dialog was closed. */
  'backups.choose': route<{ chosen: { ref: string } | null }>()(nothing),
  /** Replaces the history with a backup and keeps the old file; other running tasks are cancelled. */
  'backups.restore': route<RestoreAnswer>()(z.strictObject({ ref: backupRef })),
  'backups.second': route<SecondFolderAnswer>()(nothing),
  /** Shows the host's dialog for the second folder of backups and copies them to it; with `none`, removes the second folder. */
  'backups.chooseSecond': route<SecondFolderAnswer>()(z.strictObject({ none: z.boolean().default(false) })),
  /** Copies the backups missing in the second folder. */
  'backups.copySecond': route<SecondFolderAnswer>()(nothing),
  'encryption.get': route<EncryptionAnswer>()(nothing),
  /** Creates a recovery key and returns it once. Nothing changes until it is passed back to `encryption.set`. */
  'encryption.offer': route<{ recoveryKey: string }>()(nothing),
  /** Encrypts the history and its backups with the offered key (also replacing an earlier key), or decrypts them. */
  'encryption.set': route<KeyChangeAnswer>()(
    z.union([z.strictObject({ on: z.literal(true), recoveryKey: z.string().max(200) }), z.strictObject({ on: z.literal(false) })]),
  ),
  /** Stores a recovery key in the keychain: that of a backup with another key, or (without `ref`) that of the locked history. */
  'encryption.unlock': route<Record<string, never>>()(z.strictObject({ ref: backupRef.optional(), recoveryKey: z.string().max(200) })),
  /** Cancels a running task from `task.progress`. */
  'tasks.cancel': route<{ cancelled: boolean }>()(
    z.strictObject({ task: z.enum(['export', 'verify', 'backup', 'restore', 'ask-vendor', 'as-of']) }),
  ),

  /** Whether an earlier day is shown. */
  'asOf.get': route<AsOfAnswer>()(nothing),
  'asOf.days': route<AsOfDays>()(nothing),
  /** Shows the history as it was known at the end of a day, until `asOf.end`: reading routes answer from a copy, changing ones are refused. */
  'asOf.begin': route<AsOfAnswer>()(z.strictObject({ day: z.iso.date() })),
  'asOf.end': route<AsOfAnswer>()(nothing),
} as const
