/** Reads paged lists: completely, or with an error. */
import { isJsonObject, type JsonObject } from '../../../../shared/domain/json.ts'
import { AppError } from '../../base/errors.ts'
import { textOf } from './charges.ts'
import type { GenesysClient, GenesysRefused, QueryParams } from './client.ts'
import { apiError, permissionStep, refusalData } from './errors.ts'
import { parseExactly } from './exact-json.ts'

/** Requests the parts of a report and counts the requests. */
export interface Asker {
  /** The parsed body of an answer, or the refusal. Throws what the client throws, and `NOT_JSON`. */
  ask(path: string, query: QueryParams): Promise<{ ok: true; body: unknown } | GenesysRefused>
  /** As `ask`, for an object. A refusal is thrown, a 403 with the permission that is missing. */
  askObject(path: string, query: QueryParams): Promise<JsonObject>
  /** Stored with the run: HTTP status, correlation id of the last answer, and the number of requests. */
  trace(): Record<string, string | number>
}

/** The report's name in errors, and the permission that it needs. */
export interface Asked {
  what: string
  permission: string
}

/** Creates an asker for one run. */
export function createAsker(client: GenesysClient, { what, permission }: Asked, signal: AbortSignal): Asker {
  let requests = 0
  let last: Record<string, string | number> = {}
  const ask: Asker['ask'] = async (path, query) => {
    const answer = await client.ask(path, query, signal)
    if (!answer.ok) {
      requests += answer.requests
      return answer
    }
    requests += Number(answer.trace.requests)
    last = answer.trace
    try {
      return { ok: true, body: parseExactly(answer.bytes) }
    } catch {
      // The parser's error quotes the answer, which may hold personal data.
      throw new AppError(
        'NOT_JSON',
        `Genesys returned something other than JSON for the ${what}. Nothing was recorded. Check for a proxy.`,
        {
          data: { ...last, requests },
        },
      )
    }
  }
  return {
    ask,
    async askObject(path, query) {
      const answer = await ask(path, query)
      if (!answer.ok) throw refusalOf(answer, { what, permission }, requests)
      if (isJsonObject(answer.body)) return answer.body
      throw changed(what, 'the answer is not an object', { ...last, requests })
    },
    trace: () => ({ ...last, requests }),
  }
}

/** The error for a refusal: a 403 names the permission, a 404 means that this organisation does not have the report. */
function refusalOf({ refusal }: GenesysRefused, { what, permission }: Asked, requests: number): AppError {
  const data = { ...refusalData(refusal), requests }
  if (refusal.status === 403) {
    const step =
      refusal.permissions.length > 0
        ? permissionStep(refusal)
        : `Give it a role with ${permission} in all divisions; it can take five minutes to take effect.`
    return new AppError(
      'VENDOR_FORBIDDEN',
      `This OAuth client may not read the ${what}. ${step} Then collect again. Everything else is collected.`,
      {
        data,
      },
    )
  }
  if (refusal.status === 404) {
    return new AppError(
      'VENDOR_NOT_FOUND',
      `Genesys has no ${what} for this organisation, or no longer offers them. Everything else is collected. To request them again, collect manually.`,
      { data },
    )
  }
  const error = apiError(refusal)
  return new AppError(error.code, error.message, { data: { ...error.data, requests } })
}

/** The error for an answer that does not match the published definition. */
export function changed(what: string, why: string, data: Record<string, unknown> = {}): AppError {
  return new AppError(
    'UNREADABLE_ANSWER',
    `The ${what} from Genesys could not be read: ${why}. Nothing was recorded; everything else is collected. The vendor may have changed the report: update Seatledger.`,
    { data },
  )
}

/** The list of an answer. Throws `UNREADABLE_ANSWER` if it is missing or an item is not an object. */
export function entitiesOf(what: string, page: JsonObject, field = 'entities'): JsonObject[] {
  const list = page[field]
  if (!Array.isArray(list)) throw changed(what, `its list “${field}” is missing`)
  return list.map((item) => {
    if (!isJsonObject(item)) throw changed(what, 'an item of its list is not an object')
    return item
  })
}

/** A bound on pages, in case the vendor's paging never ends. */
const mostPages = 2_000

/**
 * Reads a list with cursors to its end. Only the cursor is taken from the vendor's link, so that no request can be redirected. Throws
 * `ANSWER_INCOMPLETE` if the cursors do not end or an id occurs twice.
 */
export async function readByCursor(asker: Asker, what: string, path: string, query: Record<string, string>): Promise<JsonObject[]> {
  const entities: JsonObject[] = []
  const cursors = new Set<string>()
  let after: string | null = null
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page: JsonObject = await asker.askObject(path, after === null ? query : { ...query, after })
    entities.push(...entitiesOf(what, page))
    after = cursorOf(textOf(page.nextUri))
    if (after === null) {
      const ids = entities.flatMap(({ id }) => textOf(id) ?? [])
      if (new Set(ids).size === ids.length) return entities
      break
    }
    if (cursors.has(after)) break
    cursors.add(after)
  }
  throw new AppError(
    'ANSWER_INCOMPLETE',
    `The ${what} from Genesys changed while their pages were read, so nothing was recorded. Seatledger retries later.`,
    { data: asker.trace() },
  )
}

function cursorOf(nextUri: string | null): string | null {
  if (nextUri === null) return null
  return URL.parse(nextUri, 'https://any.invalid')?.searchParams.get('after') || null
}

/** How often a changing list is read before the run fails. */
const mostPasses = 4

/**
 * Reads a numbered list to its end. Pages may shift while a list is read, so that an entry is on no page although the count is
 * right: it is read until two passes in a row have the same ids. Throws `ANSWER_INCOMPLETE` if it keeps changing.
 */
export async function readNumbered(
  asker: Asker,
  what: string,
  path: string,
  pageSize: number,
  query: QueryParams = {},
): Promise<JsonObject[]> {
  let before: ReadonlySet<string> | null = null
  for (let passes = 0; passes < mostPasses; passes += 1) {
    const pass = await readPass(asker, what, path, pageSize, query)
    if (pass.whole && (pass.pages === 1 || sameIds(before, pass.ids))) {
      return pass.entities
    }
    before = pass.whole ? pass.ids : null
  }
  throw new AppError(
    'ANSWER_INCOMPLETE',
    `The ${what} from Genesys kept changing while their pages were read, so nothing was recorded. Seatledger retries later; this is more likely to succeed outside working hours.`,
    { data: asker.trace() },
  )
}

const sameIds = (before: ReadonlySet<string> | null, now: ReadonlySet<string>): boolean =>
  before !== null && before.size === now.size && [...now].every((id) => before.has(id))

interface Pass {
  entities: JsonObject[]
  ids: Set<string>
  pages: number
  /** Whether it has as many entries as the vendor's total, without duplicates. */
  whole: boolean
}

async function readPass(asker: Asker, what: string, path: string, pageSize: number, query: QueryParams): Promise<Pass> {
  const entities: JsonObject[] = []
  const totals = new Set<number>()
  let pages = 0
  for (let more = true; more; ) {
    if (pages >= mostPages)
      throw new AppError('ANSWER_TOO_LARGE', `The ${what} from Genesys do not end after ${mostPages} pages, so nothing was recorded.`, {
        data: asker.trace(),
      })
    pages += 1
    const page = await asker.askObject(path, { ...query, pageSize: String(pageSize), pageNumber: String(pages) })
    const listed = entitiesOf(what, page)
    entities.push(...listed)
    if (typeof page.total === 'number') totals.add(page.total)
    const size = typeof page.pageSize === 'number' ? page.pageSize : pageSize
    more = listed.length > 0 && (typeof page.pageCount === 'number' ? pages < page.pageCount : listed.length >= size)
  }
  const ids = new Set(entities.flatMap(({ id }) => textOf(id) ?? []))
  const [total] = totals
  return {
    entities,
    ids,
    pages,
    whole: ids.size === entities.length && totals.size <= 1 && (total === undefined || total === entities.length),
  }
}
