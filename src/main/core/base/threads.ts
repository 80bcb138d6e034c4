/** Shared by worker threads: the location of a worker's file, and the transfer of errors. */
import { existsSync } from 'node:fs'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { AppError } from './errors.ts'

/** Structured cloning drops the class of an `AppError`; other errors are cloned as they are. */
export type ThrownShape =
  | { known: true; code: ErrorCode; message: string; data: Record<string, unknown> | undefined }
  | { known: false; error: unknown }

/** Converts a thrown value for transfer. */
export function thrownShape(error: unknown): ThrownShape {
  if (error instanceof AppError) return { known: true, code: error.code, message: error.message, data: error.data }
  return { known: false, error }
}

/** The inverse of `thrownShape`. */
export function thrown(shape: ThrownShape): unknown {
  if (!shape.known) return shape.error
  return new AppError(shape.code, shape.message, shape.data === undefined ? {} : { data: shape.data })
}

/** The URL of a worker: when run from source, `NAME.ts` in the folder of `from`; when bundled, its entry in the same folder or the one above. */
export function workerUrl(name: string, from: string): URL {
  if (from.endsWith('.ts')) return new URL(`${name}.ts`, from)
  const sibling = new URL(`${name}.js`, from)
  return existsSync(sibling) ? sibling : new URL(`../${name}.js`, from)
}
