/** The preview of a chosen file, requested again whenever the choices change. */
import { useEffect, useState } from 'react'
import type { InvoicePreview } from '../../../shared/contract/reconcile-answers.ts'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { ask } from '../../lib/api.ts'
import type { FileContent } from './file-content.ts'

/** The choices about how to read the file; the host detects the rest. */
export type Reading = Omit<RouteInput<'invoices.preview'>, 'file' | 'month'>

interface Preview {
  /** The last preview that succeeded, also while the next one is loading. */
  preview: InvoicePreview | null
  error: Error | null
  isPending: boolean
}

const nothing: Preview = { preview: null, error: null, isPending: false }

/** Not cached as an answer, because its input contains the whole file. */
export function usePreview(file: FileContent | null, reading: Reading, month: string): Preview {
  const [state, setState] = useState(nothing)
  useEffect(() => {
    if (file === null) return
    let isCurrent = true
    const set = (next: Partial<Preview>): void => {
      if (isCurrent) setState((before) => ({ ...before, ...next }))
    }
    set({ isPending: true })
    ask('invoices.preview', { ...reading, file, month }).then(
      (preview) => set({ preview, error: null, isPending: false }),
      (error: unknown) => set({ error: error instanceof Error ? error : new Error(String(error)), isPending: false }),
    )
    return () => {
      isCurrent = false
    }
  }, [file, reading, month])
  return state
}
