/** The present for relative times: one beat for the whole page, while something drawn follows it. */
import { pageValue, usePageValue } from './page-value.ts'

const beatMs = 30_000
const now = pageValue(Date.now())
let followers = 0
let timer: ReturnType<typeof setInterval> | undefined

/** Milliseconds since 1970, moved on every half minute while it is followed. */
export const present = {
  now: now.now,
  subscribe(listener: () => void): () => void {
    const end = now.subscribe(listener)
    followers += 1
    if (followers === 1) {
      // Nobody moved it on while nobody followed.
      now.set(Date.now())
      timer = setInterval(() => now.set(Date.now()), beatMs)
    }
    return () => {
      end()
      followers -= 1
      if (followers === 0) clearInterval(timer)
    }
  },
}

/** The present, for what is drawn. */
export const useNow = (): number => usePageValue(present)
