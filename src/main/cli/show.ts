import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/routes.ts'
import { tenantNames } from './tenant-names.ts'
import type { Terminal } from './terminal.ts'

/** Calls a route and prints its answer: as it is with `--json`, otherwise as text. */
export async function show<R extends RouteName>(
  terminal: Terminal,
  route: R,
  input: RouteInput<R>,
  text: (answer: RouteOutput<R>) => string,
): Promise<void> {
  const answer = await terminal.ask(route, input)
  await terminal.print(answer, () => text(answer))
}

/** As `show`, for a text with the tenants' names. */
export async function showNamed<R extends RouteName>(
  terminal: Terminal,
  route: R,
  input: RouteInput<R>,
  text: (answer: RouteOutput<R>, names: Map<number, string>) => string,
): Promise<void> {
  const answer = await terminal.ask(route, input)
  const names = await tenantNames(terminal)
  await terminal.print(answer, () => text(answer, names))
}
