/** The vendor's descriptions of Genesys licences, and which licence comprises which. Stored with each list of licence users. */
import { isJsonObject, type Json } from '../../../shared/domain/json.ts'
import type { ReadDb } from '../database/db.ts'
import { historyState } from '../database/history-state.ts'
import { parseEntry } from '../evidence/cut.ts'

/** A licence as the vendor describes it. */
export interface LicenceDescription {
  description: string | null
  /** Ids of the licences that it comprises. */
  comprises: readonly string[]
}

const cached = new WeakMap<object, { state: string; descriptions: ReadonlyMap<string, LicenceDescription> }>()

/** Licences by id, from the newest list of each organisation; if organisations differ, from the newest of all. Cached until the next write. */
export function licenceDescriptions(db: ReadDb): ReadonlyMap<string, LicenceDescription> {
  const state = historyState(db)
  const known = cached.get(db.sqlite)
  if (known?.state === state) return known.descriptions
  const descriptions = readDescriptions(db)
  cached.set(db.sqlite, { state, descriptions })
  return descriptions
}

function readDescriptions({ sqlite }: ReadDb): Map<string, LicenceDescription> {
  const frames = sqlite
    .prepare<[], string>(
      `select f.body from series se join snapshot s on s.series_id = se.id join frame f on f.id = s.frame_id
       where se.dataset = 'genesys.licence-users' and s.number = (select max(number) from snapshot where series_id = se.id) order by s.observed_at`,
    )
    .pluck()
    .all()
  const descriptions = new Map<string, LicenceDescription>()
  for (const frame of frames) {
    const { definitions } = parseEntry(frame)
    for (const each of Array.isArray(definitions) ? definitions : []) {
      if (!isJsonObject(each) || typeof each.id !== 'string') continue
      const { description, comprises } = each
      descriptions.set(each.id, {
        description: typeof description === 'string' && description !== '' ? description : null,
        comprises: texts(comprises),
      })
    }
  }
  return descriptions
}

const texts = (list: Json | undefined): string[] => (Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [])
