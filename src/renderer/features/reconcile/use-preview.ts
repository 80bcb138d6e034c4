/** How a chosen file would be read, read again whenever the choices change. */
import { useEffect, useState } from 'react'
import type { InvoicePreview } from '../../../shared/contract/reconcile-answers.ts'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { ask } from '../../lib/api.ts'
import type { FileContent } from './file-content.ts'

/** What was chosen about reading the file; the host finds the rest. */
export type Reading = Omit<RouteInput<'invoices.preview'>, 'file' | 'month'>

interface Preview {
  /** The last one that could be read, also while the next is awaited. */
  preview: InvoicePreview | null
  error: Error | null
  isPending: boolean
}

const nothing: Preview = { preview: null, error: null, isPending: false }

/** Not a cached answer: its input is the whole file. */
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
