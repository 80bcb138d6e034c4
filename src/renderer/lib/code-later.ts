/** Code that is large and not needed at once: it comes with its first use. */
import { useEffect, useState } from 'react'

/**
 * Makes a hook that gives the module, and null until it is there; that it cannot be loaded is thrown while drawing. React's own `lazy`
 * would do, but for its `Suspense`: what is there already is held back until 300 ms after whatever stood in its place, and a screen with a
 * chart and a table waits for that twice.
 */
export function codeLater<Module>(load: () => Promise<Module>): () => Module | null {
  let loaded: Module | null = null
  return function useCode() {
    const [state, setState] = useState<{ code: Module | null; failure?: unknown }>({ code: loaded })
    useEffect(() => {
      if (state.code !== null) return
      let gone = false
      // The browser itself loads a module once, however often it is asked for.
      load().then(
        (module) => {
          loaded = module
          if (!gone) setState({ code: module })
        },
        (failure: unknown) => {
          if (!gone) setState({ code: null, failure })
        },
      )
      return () => {
        gone = true
      }
    }, [state.code])
    if ('failure' in state) throw state.failure
    return state.code
  }
}
