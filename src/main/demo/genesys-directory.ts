/** The simulated answers about users and their licences. */
import type { JsonObject } from '../../shared/domain/json.ts'
import type { SimulatedLicence, SimulatedLicences, SimulatedUser } from './genesys-world.ts'

const mostPerPage = 100

/** The answer to a request about users or licences; null for another path or a parameter that is not accepted. */
export function directoryBody(
  { users, definitions }: SimulatedLicences,
  pathname: string,
  query: URLSearchParams,
): { body: JsonObject | JsonObject[] } | 'bad' | null {
  const pageSize = Number(query.get('pageSize') ?? '25')
  const pageNumber = Number(query.get('pageNumber') ?? '1')
  if (!(pageSize >= 1 && pageNumber >= 1)) return 'bad'
  const page = <T>(all: readonly T[], of: (item: T) => JsonObject): JsonObject => {
    const size = Math.min(pageSize, mostPerPage)
    return {
      entities: all.slice((pageNumber - 1) * size, pageNumber * size).map(of),
      pageSize: size,
      pageNumber,
      total: all.length,
      pageCount: Math.ceil(all.length / size),
    }
  }
  switch (pathname) {
    case '/api/v2/license/users':
      return {
        body: page(
          users.filter(({ state }) => state !== 'deleted'),
          userLicencesBody,
        ),
      }
    case '/api/v2/license/definitions':
      return { body: definitions.map((each) => definitionBody(each)) }
    case '/api/v2/users': {
      const [ids, state] = [new Set(query.getAll('id').flatMap((ids) => ids.split(','))), query.get('state') ?? 'active']
      // The published definition repeats `id`; the vendor's own JavaScript library sends one list with commas.
      if (!['active', 'inactive', 'deleted', 'any'].includes(state)) return 'bad'
      const wanted = users.filter((user) => (ids.size === 0 || ids.has(user.id)) && (state === 'any' || user.state === state))
      return { body: page(wanted, userBody) }
    }
    default:
      return null
  }
}

const userLicencesBody = ({ id, licences }: SimulatedUser): JsonObject => ({
  id,
  licenses: [...licences],
  selfUri: `/api/v2/license/users/${id}`,
})

function userBody({ id, name, email, state, division }: SimulatedUser): JsonObject {
  return {
    id,
    name,
    division: { ...division, selfUri: `/api/v2/authorization/divisions/${division.id}` },
    chat: { jabberId: `${id}@simulated.example` },
    email,
    primaryContactInfo: [{ address: email, mediaType: 'EMAIL', type: 'PRIMARY' }],
    addresses: [],
    state,
    username: email,
    version: 12,
    acdAutoAnswer: false,
    selfUri: `/api/v2/users/${id}`,
  }
}

function definitionBody({ id, description, comprises = [], prerequisites = [] }: SimulatedLicence): JsonObject {
  const selfUri = (licence: string) => `/api/v2/license/definitions/${licence}`
  return {
    id,
    description,
    permissions: { ids: ['conversation:call:add'] },
    prerequisites: prerequisites.map((licence) => ({ id: licence, selfUri: selfUri(licence) })),
    comprises: comprises.map((licence) => ({ id: licence, selfUri: selfUri(licence) })),
    selfUri: selfUri(id),
  }
}
