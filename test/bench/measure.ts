/** Measures times, and reports whether they are within their limits. */
import { Bench } from 'tinybench'

const rounds = 3

/** The median of many runs, in ms, after a warm-up; the best of three rounds, because other programs only make it slower. */
export async function medianMs(work: () => unknown, roundMs = 500): Promise<number> {
  const medians: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const bench = new Bench({ time: roundMs, warmupTime: 100 })
    bench.add('work', async () => {
      await work()
    })
    await bench.run()
    const { result } = bench.tasks[0]!
    if (!('latency' in result)) throw new Error(`the benchmark did not run: ${result.state}`)
    medians.push(result.latency.p50)
  }
  return Math.min(...medians)
}

/** Prints how much faster the second one is; false if that is less than required. */
export function compare(name: string, plainMs: number, oursMs: number, atLeast: number): boolean {
  const factor = plainMs / oursMs
  const kept = factor >= atLeast
  console.log(
    `${name}: plain ${plainMs.toFixed(2)} ms, ours ${oursMs.toFixed(2)} ms: ${factor.toFixed(1)} times faster (at least ${atLeast}) ${kept ? 'ok' : 'TOO SLOW'}`,
  )
  return kept
}

/** Prints a time; false if it exceeds its limit. */
export function within(name: string, ms: number, budgetMs: number): boolean {
  const kept = ms <= budgetMs
  console.log(`${name}: ${ms.toFixed(2)} ms (at most ${budgetMs}) ${kept ? 'ok' : 'TOO SLOW'}`)
  return kept
}
