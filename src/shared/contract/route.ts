/** A route: the schema of its input and the type of its answer. */
import type { z } from 'zod'

/** The input's schema, with the answer's type. */
export interface Route<I extends z.ZodType, O> {
  input: I
  /** Type only; does not exist at run time. */
  output?: O
}

/** Makes a route whose answer is `O`. */
export const route =
  <O>() =>
  <I extends z.ZodType>(input: I): Route<I, O> => ({ input })
