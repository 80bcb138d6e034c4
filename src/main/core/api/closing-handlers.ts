/** Handler of `closing.get`. */
import { closingOf } from '../closing/checklist.ts'
import { beginReading, type ReadingDeps } from '../figures/reading.ts'
import type { Api } from './product.ts'

/** Creates the handler. */
export function closingHandlers(deps: ReadingDeps): Pick<Api, 'closing.get'> {
  return { 'closing.get': async (input) => closingOf(beginReading(deps), input) }
}
