/**
 * All routes that a page or the terminal can call, by name. The main process parses inputs with these schemas;
 * the renderer and the preload import only the types.
 *
 * Answers are the same in the window, over HTTP and with `--json` (`docs/cli.md`): times are ISO 8601 UTC, days `YYYY-MM-DD` (UTC), months
 * `YYYY-MM` in the reporting time zone, quantities and money decimal strings.
 */

import type { z } from 'zod'
import { collectingRoutes } from './collecting-routes.ts'
import { figureRoutes } from './figure-routes.ts'
import { historyRoutes } from './history-routes.ts'
import type { rule } from './inputs.ts'
import { monthRoutes } from './month-routes.ts'

/** All routes with their input schemas. */
export const routes = { ...collectingRoutes, ...historyRoutes, ...figureRoutes, ...monthRoutes } as const

/** The name of a route. */
export type RouteName = keyof typeof routes
/** Input as a caller sends it (before defaults). */
export type RouteInput<R extends RouteName> = z.input<(typeof routes)[R]['input']>
/** Input as a handler receives it (after parsing). */
export type RouteParsed<R extends RouteName> = z.output<(typeof routes)[R]['input']>
/** The answer of a route. */
export type RouteOutput<R extends RouteName> = NonNullable<(typeof routes)[R]['output']>
/** A rule as a caller sends it. */
export type RuleInput = z.input<typeof rule>
/** A rule as handlers receive it. */
export type RuleParsed = z.output<typeof rule>
