import { AppError } from '../base/errors.ts'
import type { Provider } from '../vendors/provider.ts'
import type { ConnectionRow } from './writes.ts'

/** Parses a connection's stored options. Throws `STOPPED` if this version cannot, which affects only that connection. */
export function storedOptions(provider: Pick<Provider, 'configSchema'>, { name, config }: Pick<ConnectionRow, 'name' | 'config'>): unknown {
  let cause: unknown
  try {
    const parsed = provider.configSchema.safeParse(JSON.parse(config))
    if (parsed.success) return parsed.data
    cause = parsed.error
  } catch (error) {
    cause = error
  }
  throw new AppError(
    'STOPPED',
    `The stored options of "${name}" cannot be read, so nothing is collected from it. A newer Seatledger may have written them: update, or disconnect it and connect again under the same name, which keeps its history.`,
    { data: { connection: name }, cause },
  )
}
