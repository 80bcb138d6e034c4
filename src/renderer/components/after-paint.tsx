/** What stands below is drawn once what stands above is on the screen: figures do not wait for tables. */
import { type ReactNode, useDeferredValue } from 'react'

export function AfterPaint({ children }: { children: ReactNode }): ReactNode {
  return useDeferredValue(true, false) ? children : null
}
