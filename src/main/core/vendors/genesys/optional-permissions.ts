/** Tests the permissions that the own organisation's optional reports need, and says what stays off without each. */
import { AppError } from '../../base/errors.ts'
import type { ConnectionTest } from '../provider.ts'
import type { GenesysClient, GenesysRefused, QueryParams } from './client.ts'
import { billingPermission, contractsPath } from './contracts.ts'
import { utcDay } from './cycle.ts'
import { apiError } from './errors.ts'
import { invoicesPath } from './invoices.ts'
import { definitionsPath, definitionsPermission, licenceUsersPath, namesPermission, usersPath } from './licence-users.ts'

interface OptionalPermission {
  /** Unique among the parts of a test. */
  name: string
  /** Named where the refusal names none; the vendor publishes none for licence users. */
  permission: string
  path: string
  query: QueryParams
  /** What it gives: "The client may read …". */
  gives: string
  /** What stays off without it, as a sentence. */
  off: string
  /** A preview that the vendor may remove, or that an organisation may not have. */
  preview: boolean
}

const onePage = { pageSize: '1', pageNumber: '1' }

const permissionsAt = (nowMs: number): OptionalPermission[] => [
  {
    name: 'licence users',
    permission: definitionsPermission,
    path: licenceUsersPath,
    query: onePage,
    gives: 'who holds licences',
    off: 'Without it nobody’s licences are listed, and “Billed against held” stays empty.',
    preview: false,
  },
  {
    name: definitionsPermission,
    permission: definitionsPermission,
    path: definitionsPath,
    query: {},
    gives: 'what licences are called and comprise',
    off: 'Without it licences are shown by their ids, and “Billed against held” compares only those that you gave the name of a charge.',
    preview: false,
  },
  {
    name: namesPermission,
    permission: namesPermission,
    path: usersPath,
    query: onePage,
    gives: 'users’ names and addresses',
    off: 'Without it people who hold licences are shown by their ids, and “Billed against held” stays empty.',
    preview: false,
  },
  {
    name: `${billingPermission} (contract)`,
    permission: billingPermission,
    path: contractsPath,
    query: { pageSize: '1' },
    gives: 'the contract’s charges',
    off: 'Without it Usage has no contract, and invoices are not compared with it.',
    preview: true,
  },
  {
    name: `${billingPermission} (invoices)`,
    permission: billingPermission,
    path: invoicesPath,
    query: { pageSize: '1', dateStart: utcDay(nowMs), dateEnd: utcDay(nowMs) },
    gives: 'the vendor’s invoices',
    off: 'Without it invoices are brought into Reconcile as files.',
    preview: true,
  },
]

/** Asks one small page of each. A refusal is part of the result; throws only unrelated errors (network, limits). */
export async function tryOptional(client: GenesysClient, nowMs: number, signal: AbortSignal): Promise<ConnectionTest['parts']> {
  const parts: ConnectionTest['parts'] = []
  for (const each of permissionsAt(nowMs)) {
    const problem = await problemOf(client, each, signal)
    parts.push({
      name: each.name,
      ok: problem === null,
      optional: true,
      message: problem ?? `The client may read ${each.gives}${each.preview ? ' (a preview of Genesys)' : ''}.`,
    })
  }
  return parts
}

async function problemOf(
  client: GenesysClient,
  { path, query, ...asked }: OptionalPermission,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const answer = await client.ask(path, query, signal)
    return answer.ok ? null : refusalText(answer, asked)
  } catch (error) {
    // The vendor's internal error: what is optional does not fail the test.
    if (error instanceof AppError && error.code === 'VENDOR_ERROR') return `Optional, not tested: ${asked.gives}. ${error.message}`
    throw error
  }
}

function refusalText({ refusal }: GenesysRefused, { permission, gives, off, preview }: Omit<OptionalPermission, 'path' | 'query'>): string {
  if (refusal.status === 403) {
    const needed = refusal.permissions.join(' or ') || permission
    return `Optional, missing: ${needed}, for ${gives}. ${off} Give the OAuth client a role with it; it can take five minutes to take effect.`
  }
  if (preview && refusal.status === 404) {
    return `Optional, not available: Genesys offers this organisation no preview of ${gives}. ${off}`
  }
  return `Optional, not tested: ${gives}. ${apiError(refusal).message}`
}
