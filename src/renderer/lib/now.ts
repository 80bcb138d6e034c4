/** The current time for relative times: one timer for the whole page, which runs only while a component uses it. */
import { pageValue, usePageValue } from './page-value.ts'

const updateEveryMs = 30_000
const now = pageValue(Date.now())
let subscribers = 0
let timer: ReturnType<typeof setInterval> | undefined

/** Milliseconds since 1970, updated every half minute while there is a subscriber. */
export const present = {
  get: now.get,
  subscribe(listener: () => void): () => void {
    const end = now.subscribe(listener)
    subscribers += 1
    if (subscribers === 1) {
      // The value is outdated if there were no subscribers for a while.
      now.set(Date.now())
      timer = setInterval(() => now.set(Date.now()), updateEveryMs)
    }
    return () => {
      end()
      subscribers -= 1
      if (subscribers === 0) clearInterval(timer)
    }
  },
}

/** The current time in milliseconds; the component renders again when it is updated. */
export const useNow = (): number => usePageValue(present)
