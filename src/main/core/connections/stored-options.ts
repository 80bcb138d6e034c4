import { AppError } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import type { ConnectionRow } from './writes.ts'

/** A connection's stored options as its provider reads them. Throws `STOPPED` where this version cannot: then only that connection is not asked. */
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
    `The stored options of "${name}" cannot be read, so it is not asked; a newer Seatledger may have written them. Update, or disconnect it and connect it again under the same name: its history goes on.`,
    { data: { connection: name }, cause },
  )
}
