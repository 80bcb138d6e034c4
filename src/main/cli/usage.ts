/** Exit codes and parsing of command-line values. */

import type { z } from 'zod'
import { isMonth } from '../../shared/domain/month.ts'
import { AppError } from '../core/base/errors.ts'

/** 0: done, 1: refused or failed, 2: usage error, 3: partly done. */
export type ExitCode = 0 | 1 | 2 | 3

/** A usage error (exit code 2). */
export function usageError(message: string): AppError {
  return new AppError('BAD_REQUEST', message)
}

/** The exit code of an error. */
export function exitCodeOf(code: string): ExitCode {
  return code === 'BAD_REQUEST' ? 2 : 1
}

/** Parses a whole number. Throws a usage error that names the option. */
export function wholeNumber(option: string): (text: string) => number {
  return (text) => {
    if (!/^\d{1,15}$/.test(text)) throw usageError(`${option} expects a whole number, not "${text}".`)
    return Number(text)
  }
}

/** Parses a month. Throws a usage error that names the option. */
export function monthOption(option: string): (text: string) => string {
  return (text) => {
    if (!isMonth(text)) throw usageError(`${option} expects a month such as 2026-10, not "${text}".`)
    return text
  }
}

/** Parses a month or a snapshot id. Throws a usage error that names the option. */
export function monthOrSnapshot(option: string): (text: string) => string | number {
  return (text) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : monthOption(option)(text))
}

/** Parses input with a schema. Throws a usage error with the schema's messages, never the value, which may be a secret. */
export function checkedInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message].filter((part) => part !== '').join(': '))
  throw usageError(`${problems.join('; ')}.`)
}
