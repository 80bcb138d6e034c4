/** Large modules that are loaded on first use. */
import { useEffect, useState } from 'react'

/**
 * Creates a hook that returns the module, or null until it is loaded; a load error is thrown while rendering. Not `React.lazy`:
 * `Suspense` delays content by up to 300 ms after its fallback was shown, and a screen with a chart and a table would wait for
 * that twice.
 */
export function lazyModule<Module>(load: () => Promise<Module>): () => Module | null {
  let loaded: Module | null = null
  return function useModule() {
    const [state, setState] = useState<{ module: Module | null; failure?: unknown }>({ module: loaded })
    useEffect(() => {
      if (state.module !== null) return
      let unmounted = false
      // The browser caches modules, so repeated calls load it once.
      load().then(
        (module) => {
          loaded = module
          if (!unmounted) setState({ module })
        },
        (failure: unknown) => {
          if (!unmounted) setState({ module: null, failure })
        },
      )
      return () => {
        unmounted = true
      }
    }, [state.module])
    if ('failure' in state) throw state.failure
    return state.module
  }
}
