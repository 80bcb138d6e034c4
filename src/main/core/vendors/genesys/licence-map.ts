/** Maps the list of licence users to our model. Pure. */
import type { Warning } from '../../../../shared/contract/errors.ts'
import { isJsonObject, type Json, type JsonObject } from '../../../../shared/domain/json.ts'
import { normaliseId } from '../../../../shared/domain/vendor-id.ts'
import { AppError } from '../../base/errors.ts'
import type { AskedFor, HolderFacts, Interpretation, PeopleDataset } from '../provider.ts'
import { textOf } from './charges.ts'
import { definitionsPermission, namesPermission } from './licence-users.ts'
import { changed, entitiesOf } from './pages.ts'

/** `genesys.licence-users`: who holds which licence in the own organisation, as of now. The vendor keeps no history of it. */
export const licenceUsers: PeopleDataset = {
  kind: 'people',
  id: 'genesys.licence-users',
  listField: 'entities',
  volatileFields: ['readAt'],
  entryId: (entry) => {
    const id = textOf(entry.id)
    return id === null ? null : normaliseId(id)
  },
  skuField: 'licenses',
  holder: (entry): HolderFacts => {
    const user = isJsonObject(entry.user) ? entry.user : {}
    return { displayName: textOf(user.name), userPrincipalName: textOf(user.email), mail: null, accountEnabled: enabledOf(user.state) }
  },
  interpret,
}

function enabledOf(state: Json | undefined): boolean | null {
  if (state === 'active') return true
  return state === 'inactive' || state === 'deleted' ? false : null
}

function interpret(payload: JsonObject, asked: AskedFor): Interpretation {
  const what = 'licence users'
  const entities = entitiesOf(what, payload)
  checkOrganisation(payload, asked)
  const readAt = Date.parse(textOf(payload.readAt) ?? '')
  return {
    reportedAt: Number.isNaN(readAt) ? null : readAt,
    periodStart: null,
    periodEnd: null,
    reported: typeof payload.total === 'number' && Number.isSafeInteger(payload.total) ? payload.total : null,
    units: null,
    warnings: [...refusedWarnings(payload.refused), ...namelessWarnings(payload.refused, entities)],
  }
}

/** These answers name the organisation; the OAuth client may now belong to another one. Throws `TENANT_MISMATCH`. */
export function checkOrganisation({ organization }: JsonObject, { externalId }: AskedFor): void {
  const id = isJsonObject(organization) ? textOf(organization.id) : null
  if (id === null) throw changed('answer', 'it does not name its organisation')
  if (externalId === null || normaliseId(id) === normaliseId(externalId)) return
  throw new AppError(
    'TENANT_MISMATCH',
    'The OAuth client belongs to a different organisation from this tenant, so nothing was recorded. Check the credential of this connection.',
    { data: { asked: externalId, answered: id } },
  )
}

function refusedWarnings(refused: Json | undefined): Warning[] {
  const permissions = Array.isArray(refused) ? refused : []
  const step = (permission: string) => `give the OAuth client a role with ${permission}, then collect again`
  return [
    ...(permissions.includes(namesPermission)
      ? [{ code: 'NAMES_REFUSED', message: `People are shown by id, because their names were refused: ${step(namesPermission)}.` }]
      : []),
    ...(permissions.includes(definitionsPermission)
      ? [
          {
            code: 'DEFINITIONS_REFUSED',
            message: `Licences are shown by id, because their descriptions were refused: ${step(definitionsPermission)}.`,
          },
        ]
      : []),
  ]
}

function namelessWarnings(refused: Json | undefined, entities: readonly JsonObject[]): Warning[] {
  if (Array.isArray(refused) && refused.includes(namesPermission)) return []
  const people = entities.filter(({ user }) => !isJsonObject(user)).length
  if (people === 0) return []
  return [
    {
      code: 'NAMES_MISSING',
      message: `${people} of the users who hold licences have no name: the vendor’s list of users does not include them. They are shown by id.`,
      data: { people },
    },
  ]
}
