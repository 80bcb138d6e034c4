/** Maps a name on an invoice; can be undone. */
import { useRef } from 'react'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { ask } from '../../lib/api.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import { writtenKey } from './written-key.ts'

type Mapping = RouteInput<'mappings.set'>['mappings'][number]

interface MapName {
  /** `meaning` is the name of the tenant or item; null for lines that are left out. */
  map: (mapping: Mapping, meaning: string | null) => void
  isPending: boolean
  error: Error | null
}

/** `label` is the name as in the file. */
export function useMapName(label: string, onDone?: () => void): MapName {
  const meant = useRef<string | null>(null)
  const { mutate, isPending, error } = useUndoable('mappings.set', ({ mappings: [mapping] }, all) => {
    // The newest is first.
    const made = all.find((each) => each.kind === mapping?.kind && each.removedAt === null)
    return {
      did: meant.current === null ? `Lines of “${label}” are left out.` : `“${label}” is ${meant.current}.`,
      undo: async () => made && ask('mappings.remove', { id: made.id }),
    }
  })
  const map = (mapping: Mapping, meaning: string | null): void => {
    meant.current = meaning
    mutate({ mappings: [{ ...mapping, key: writtenKey(mapping.key, label) }] }, onDone ? { onSuccess: onDone } : {})
  }
  return { map, isPending, error }
}
