/** Who holds which licence in the own organisation: the vendor's list of licences by user, joined with names and definitions of licences. */

import { isoTime } from '../../../../shared/domain/iso-time.ts'
import { isJsonObject, type Json, type JsonObject } from '../../../../shared/domain/json.ts'
import { normaliseId } from '../../../../shared/domain/vendor-id.ts'
import type { Clock } from '../../base/clock.ts'
import type { Answer } from '../provider.ts'
import { textOf } from './charges.ts'
import type { GenesysClient, GenesysRefused, QueryParams } from './client.ts'
import { apiError } from './errors.ts'
import type { Organisation } from './organisations.ts'
import { type Asker, changed, createAsker, entitiesOf, readNumbered } from './pages.ts'

/** A size that public code uses; the maximum is not published. */
const pageSize = 100

/** The permission for names. */
export const namesPermission = 'directory:user:view'
/** The permission for definitions, which say what a licence comprises. */
export const definitionsPermission = 'authorization:license:view'

const what = 'licence users'

/**
 * Fetches the list. Names and definitions have separate permissions: if either is refused, the answer says so (`refused`), and the list is
 * recorded without it. Throws `VENDOR_FORBIDDEN` if the list itself is refused, `ANSWER_INCOMPLETE` if it keeps changing while it is read, and what
 * the client throws.
 */
export async function fetchLicenceUsers(
  { client, clock }: { client: GenesysClient; clock: Clock },
  own: () => Promise<Organisation>,
  signal: AbortSignal,
): Promise<Answer> {
  const asker = createAsker(client, { what, permission: definitionsPermission }, signal)
  const { id } = await own()
  const entities = await readNumbered(asker, what, licenceUsersPath, pageSize)
  const definitions = await readDefinitions(asker)
  const names = await readNames(
    asker,
    entities.flatMap((entity) => textOf(entity.id) ?? []),
  )
  const answer = {
    readAt: isoTime(clock.now()),
    organization: { id },
    total: entities.length,
    entities: names === null ? entities : entities.map((entity) => withName(entity, names)),
    definitions,
    refused: [...(names === null ? [namesPermission] : []), ...(definitions === null ? [definitionsPermission] : [])],
  }
  return { bytes: new TextEncoder().encode(JSON.stringify(answer)), trace: asker.trace() }
}

/** The definitions without their permissions, of which there are hundreds that change with every release; null if they are refused. */
async function readDefinitions(asker: Asker): Promise<Json[] | null> {
  const answer = await asker.ask(definitionsPath, {})
  if (!answer.ok) return refusedOrThrow(answer)
  if (!Array.isArray(answer.body)) throw changed('licence definitions', 'the answer is not a list')
  return answer.body
    .filter(isJsonObject)
    .map(({ id = null, description = null, comprises, prerequisites }): JsonObject => {
      return { id, description, comprises: idsOf(comprises), prerequisites: idsOf(prerequisites) }
    })
    .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
}

function idsOf(list: Json | undefined): string[] {
  return Array.isArray(list) ? list.flatMap((item) => (isJsonObject(item) ? (textOf(item.id) ?? []) : [])).sort() : []
}

/** Names by user id, requested by id so that pages cannot shift; null if they are refused. Users for whom the vendor sends nothing are left out. */
async function readNames(asker: Asker, ids: readonly string[]): Promise<Map<string, JsonObject> | null> {
  const names = new Map<string, JsonObject>()
  // Without a state the vendor lists only active users; a licence holder may be inactive.
  let state: QueryParams = { state: 'any' }
  for (let first = 0; first < ids.length; first += pageSize) {
    const chunk = ids.slice(first, first + pageSize)
    // Comma-separated, as the vendor's own library sends it; its definition repeats the parameter.
    const query = { id: chunk.join(','), pageSize: String(pageSize) }
    let answer = await asker.ask(usersPath, { ...query, ...state })
    if (!answer.ok && answer.refusal.status === 400 && 'state' in state) {
      state = {}
      answer = await asker.ask(usersPath, query)
    }
    if (!answer.ok) return refusedOrThrow(answer)
    if (!isJsonObject(answer.body)) throw changed('users', 'the answer is not an object')
    const users = entitiesOf('users', answer.body)
    const asked = new Set(chunk.map(normaliseId))
    const isIgnored = users.length === 0 || users.some(({ id }) => !asked.has(normaliseId(textOf(id) ?? '')))
    if (isIgnored) return namesOf(await readNumbered(asker, 'users', usersPath, pageSize, state))
    for (const [id, name] of namesOf(users)) names.set(id, name)
  }
  return names
}

/** The path of users' names. */
export const usersPath = '/api/v2/users'

/** The path of what licences comprise. */
export const definitionsPath = '/api/v2/license/definitions'

/** The path of licences by user. */
export const licenceUsersPath = '/api/v2/license/users'

function namesOf(users: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(
    users.flatMap((user) => {
      const id = textOf(user.id)
      return id === null ? [] : [[normaliseId(id), nameOf(user)] as const]
    }),
  )
}

/** Only what identifies a person. Other members (pictures, presence, skills) are not stored. */
function nameOf({ name, email, state, division }: JsonObject): JsonObject {
  const { id, name: divisionName } = isJsonObject(division) ? division : {}
  return {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(state === undefined ? {} : { state }),
    ...(id === undefined ? {} : { division: divisionName === undefined ? { id } : { id, name: divisionName } }),
  }
}

function withName(entity: JsonObject, names: ReadonlyMap<string, JsonObject>): JsonObject {
  const user = names.get(normaliseId(textOf(entity.id) ?? ''))
  return user === undefined ? entity : { ...entity, user }
}

function refusedOrThrow({ refusal }: GenesysRefused): null {
  if (refusal.status === 403) return null
  throw apiError(refusal)
}
