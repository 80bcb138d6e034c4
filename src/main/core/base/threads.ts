/** What threads of ours have in common: where a worker's file is, and how an error travels. */
import { existsSync } from 'node:fs'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { AppError } from './errors.ts'

/** An `AppError` loses its class on the way between threads; a bug travels as it is. */
export type ThrownShape =
  | { known: true; code: ErrorCode; message: string; data: Record<string, unknown> | undefined }
  | { known: false; error: unknown }

/** A thrown value, ready to travel. */
export function thrownShape(error: unknown): ThrownShape {
  if (error instanceof AppError) return { known: true, code: error.code, message: error.message, data: error.data }
  return { known: false, error }
}

/** The thrown value on the other side. */
export function thrown(shape: ThrownShape): unknown {
  if (!shape.known) return shape.error
  return new AppError(shape.code, shape.message, shape.data === undefined ? {} : { data: shape.data })
}

/** The worker `NAME.ts` beside the module at `from` when run from source; when bundled its own entry, beside that chunk or above it. */
export function workerUrl(name: string, from: string): URL {
  if (from.endsWith('.ts')) return new URL(`${name}.ts`, from)
  const beside = new URL(`${name}.js`, from)
  return existsSync(beside) ? beside : new URL(`../${name}.js`, from)
}
