/** A measured figure and its limit. */
export interface Figure {
  name: string
  ms: number
  /** Null: reported without a limit. */
  limitMs: number | null
}

/** Whether it is within its limit. */
export const kept = ({ ms, limitMs }: Figure): boolean => limitMs === null || ms <= limitMs

/** The figure as one line for the terminal. */
export function lineOf(figure: Figure): string {
  const limit = figure.limitMs === null ? '' : `at most ${figure.limitMs} ms  ${kept(figure) ? 'ok' : 'TOO SLOW'}`
  return `${figure.name.padEnd(58)} ${figure.ms.toFixed(0).padStart(6)} ms  ${limit}`
}

/** The median. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN
}
