/** `NOT_FOUND` errors for our own ids. */
import { AppError } from '../base/errors.ts'

/** No tenant has this id. */
export const unknownTenant = (id: number): AppError =>
  new AppError('NOT_FOUND', `There is no tenant ${id}. \`seatledger tenants\` lists them.`, { data: { tenant: id } })

/** No snapshot has this id. */
export const unknownSnapshot = (id: number): AppError =>
  new AppError('NOT_FOUND', `There is no snapshot ${id}. \`seatledger snapshots\` lists them.`, { data: { id } })
