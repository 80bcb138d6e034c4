/** Routes about connections, tenants, a team, settings, collecting and snapshots. */
import { z } from 'zod'
import { providerIds } from '../domain/vendors.ts'
import type { AppInfo, SettingsAnswer } from './app-answers.ts'
import type { QueueAnswer, RunAnswer } from './collecting-answers.ts'
import type { ConnectionAnswer, ConnectionCheck, TenantAnswer, TenantReport } from './connection-answers.ts'
import { by, connectionName, datasetName, month, nothing, secret, teamAccess, tenantRef } from './inputs.ts'
import { route } from './route.ts'
import type { RawAnswer, SnapshotAnswer, SnapshotDetail } from './snapshot-answers.ts'
import type { TeamAnswer, TeamCheck, TeamConflict, TeamSynced } from './team-answers.ts'

/** A part of `routes`. */
export const collectingRoutes = {
  'app.info': route<AppInfo>()(nothing),
  /** Fills an empty history with simulated data; resolves when the first data can be shown, the rest follows with events. */
  'demo.open': route<Record<string, never>>()(nothing),

  'connections.list': route<ConnectionAnswer[]>()(nothing),
  'connections.add': route<ConnectionCheck>()(
    z.strictObject({
      provider: z.enum(providerIds),
      name: connectionName,
      config: z.record(z.string(), z.unknown()),
      secret,
      check: z.boolean().default(true),
    }),
  ),
  'connections.check': route<ConnectionCheck>()(z.strictObject({ name: connectionName })),
  'connections.credential': route<ConnectionCheck>()(z.strictObject({ name: connectionName, secret })),
  /** Neither the schedule nor `collect` uses a paused connection; it can still be tested and given a new credential. */
  'connections.pause': route<ConnectionAnswer>()(z.strictObject({ name: connectionName, paused: z.boolean() })),
  /** Sets the day on which the own organisation's billing cycles begin; existing snapshots keep their cycle. */
  'connections.cycleDay': route<ConnectionAnswer>()(z.strictObject({ name: connectionName, day: z.number().int().min(1).max(31) })),
  'connections.remove': route<{ removed: { snapshots: number; holders: number } | null }>()(
    z.strictObject({ name: connectionName, deleteHistory: z.boolean().default(false) }),
  ),

  'tenants.list': route<TenantAnswer[]>()(z.strictObject({ connection: connectionName.optional(), refresh: z.boolean().default(false) })),
  /** Each report of a tenant: when it was collected, or why not, with the next step. */
  'tenants.reports': route<TenantReport[]>()(z.strictObject({ tenant: tenantRef })),
  'tenants.add': route<TenantAnswer>()(
    z.strictObject({
      connection: connectionName,
      externalId: z.string().trim().min(1).max(200),
      name: z.string().trim().min(1).max(200).optional(),
    }),
  ),
  /** Removes a tenant that was added by hand, if it has no history. */
  'tenants.remove': route<TenantAnswer>()(z.strictObject({ tenant: tenantRef })),
  'tenants.pause': route<TenantAnswer>()(z.strictObject({ tenant: tenantRef, paused: z.boolean() })),

  /** Joins a team: its history on PostgreSQL. */
  'team.connect': route<TeamAnswer>()(teamAccess),
  /** Tests an address and says what joining would find and do; changes nothing. */
  'team.check': route<TeamCheck>()(teamAccess),
  /** `team` is null if this data folder belongs to none. */
  'team.status': route<{ team: TeamAnswer | null }>()(nothing),
  /** Publishes and pulls now, before the next round. */
  'team.sync': route<TeamSynced>()(nothing),
  /** Unsettled conflicts between decisions of two people. */
  'team.conflicts': route<TeamConflict[]>()(nothing),
  /** Keeps the decision in force, or replaces it with mine for the whole team. */
  'team.settle': route<TeamConflict[]>()(z.strictObject({ id: z.number().int().positive(), keep: z.enum(['mine', 'theirs']), by })),
  /** Leaves the team; the history is kept here and on the server. */
  'team.disconnect': route<Record<string, never>>()(nothing),

  'settings.get': route<SettingsAnswer>()(nothing),
  'settings.set': route<SettingsAnswer>()(z.strictObject({ key: z.string().min(1).max(100), value: z.unknown() })),

  /** Starts collecting and resolves at once; progress is in events and `queue.get`. */
  'collect.start': route<{ targets: number }>()(
    z.strictObject({ connection: connectionName.optional(), tenant: tenantRef.optional(), due: z.boolean().default(false) }),
  ),
  /** Collects a connection's past, as far back as the vendor allows (or `periods`); progress as in `collect.start`. */
  'backfill.start': route<{ targets: number }>()(
    z.strictObject({ connection: connectionName, periods: z.number().int().min(1).max(600).optional() }),
  ),
  'collect.stop': route<Record<string, never>>()(nothing),
  'queue.get': route<QueueAnswer>()(nothing),
  'runs.list': route<RunAnswer[]>()(
    z.strictObject({
      tenant: tenantRef.optional(),
      failed: z.boolean().default(false),
      limit: z.number().int().min(1).max(10_000).default(100),
    }),
  ),

  /** `newest`: consider only this many of the newest snapshots. */
  'snapshots.list': route<SnapshotAnswer[]>()(
    z.strictObject({
      tenant: tenantRef.optional(),
      dataset: datasetName.optional(),
      month: month.optional(),
      newest: z.number().int().min(1).max(1_000_000).optional(),
    }),
  ),
  /** The evidence of a figure: a snapshot with its totals, people and charges. */
  'snapshots.get': route<SnapshotDetail>()(z.strictObject({ id: z.number().int().positive() })),
  /** The vendor's payload, rebuilt from history; with `received`, the stored bytes of one that is `NOT_CANONICAL`. */
  'snapshots.raw': route<RawAnswer>()(z.strictObject({ id: z.number().int().positive(), received: z.boolean().default(false) })),
  'snapshots.setAside': route<SnapshotAnswer>()(
    z.strictObject({ id: z.number().int().positive(), reason: z.string().trim().min(1).max(500) }),
  ),
  'snapshots.takeBack': route<SnapshotAnswer>()(z.strictObject({ id: z.number().int().positive() })),
} as const
