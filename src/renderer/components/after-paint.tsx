/** Renders its children after the first paint, so that key figures do not wait for tables. */
import { type ReactNode, useDeferredValue } from 'react'

export function AfterPaint({ children }: { children: ReactNode }): ReactNode {
  return useDeferredValue(true, false) ? children : null
}
