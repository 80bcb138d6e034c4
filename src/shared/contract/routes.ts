/**
 * Everything that a host's page (and the terminal) may ask, by name. Main parses inputs with these schemas;
 * the renderer and the preload import only the types.
 */
import { z } from 'zod'
import type { AppInfo, ConnectionAnswer, ConnectionCheck, QueueAnswer, RunAnswer, SnapshotAnswer, TenantAnswer } from './answers.ts'

interface Route<I extends z.ZodType, O> {
  input: I
  /** Only a type; never present at run time. */
  output?: O
}

const route =
  <O>() =>
  <I extends z.ZodType>(input: I): Route<I, O> => ({ input })

const nothing = z.strictObject({})
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected YYYY-MM')
const tenantRef = z.union([z.number().int().positive(), z.string().min(1).max(200)])
const connectionName = z.string().trim().min(1).max(100)
/** Where a secret comes from; the value travels inwards only. */
const secret = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
  z.strictObject({ value: z.string().min(1).max(4096) }),
])

export const routes = {
  'app.info': route<AppInfo>()(nothing),

  'connections.list': route<ConnectionAnswer[]>()(nothing),
  'connections.add': route<ConnectionCheck>()(
    z.strictObject({
      provider: z.enum(['petra', 'genesys']),
      name: connectionName,
      config: z.record(z.string(), z.unknown()),
      secret,
      check: z.boolean().default(true),
    }),
  ),
  'connections.check': route<ConnectionCheck>()(z.strictObject({ name: connectionName })),
  'connections.credential': route<ConnectionCheck>()(z.strictObject({ name: connectionName, secret })),
  'connections.remove': route<{ removed: { snapshots: number; holders: number } | null }>()(
    z.strictObject({ name: connectionName, deleteHistory: z.boolean().default(false) }),
  ),

  'tenants.list': route<TenantAnswer[]>()(z.strictObject({ connection: connectionName.optional(), refresh: z.boolean().default(false) })),
  'tenants.add': route<TenantAnswer>()(
    z.strictObject({
      connection: connectionName,
      externalId: z.string().trim().min(1).max(200),
      name: z.string().trim().min(1).max(200).optional(),
    }),
  ),
  'tenants.pause': route<TenantAnswer>()(z.strictObject({ tenant: tenantRef, paused: z.boolean() })),

  /** Starts collecting and answers at once; progress comes as events and in `queue.get`. */
  'collect.start': route<{ targets: number }>()(
    z.strictObject({ connection: connectionName.optional(), tenant: tenantRef.optional(), due: z.boolean().default(false) }),
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

  'snapshots.list': route<SnapshotAnswer[]>()(
    z.strictObject({ tenant: tenantRef.optional(), dataset: z.string().optional(), month: month.optional() }),
  ),
} as const

/** The name of a route. */
export type RouteName = keyof typeof routes
/** What a caller sends (before defaults). */
export type RouteInput<R extends RouteName> = z.input<(typeof routes)[R]['input']>
/** What a handler receives (after parsing). */
export type RouteParsed<R extends RouteName> = z.output<(typeof routes)[R]['input']>
/** What a route answers. */
export type RouteOutput<R extends RouteName> = NonNullable<(typeof routes)[R]['output']>
