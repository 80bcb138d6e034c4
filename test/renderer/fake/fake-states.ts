/** States of the page that a healthy host does not show by itself. */
import type { Bridge } from '../../../src/shared/contract/bridge.ts'
import { FakeError, fakeBridge, fakeInfo } from './fake-bridge.ts'

export const fakeStates: Record<string, () => Bridge> = {
  full: () => fakeBridge(),
  empty: () =>
    fakeBridge({
      'app.info': () => ({ ...fakeInfo, demo: false, empty: true }),
      'connections.list': () => [],
      'tenants.list': () => [],
      'runs.list': () => [],
      'queue.get': () => ({ expectedFinish: null, items: [] }),
    }),
  failing: () => {
    const fail = (): never => {
      throw new FakeError({
        code: 'DB_LOCKED',
        message: 'Another programme holds the history. Close it and try again.',
        data: { waitedMs: 5000 },
      })
    }
    return fakeBridge({
      'overview.get': fail,
      'trend.get': fail,
      'diff.get': fail,
      'diff.all': fail,
      'licences.get': fail,
      'usage.get': fail,
      'people.search': fail,
      'runs.list': fail,
    })
  },
  loading: () => {
    const wait = (): Promise<never> => new Promise(() => {})
    return fakeBridge({
      'overview.get': wait,
      'trend.get': wait,
      'diff.get': wait,
      'diff.all': wait,
      'licences.get': wait,
      'usage.get': wait,
      'runs.list': wait,
    })
  },
  one: () => fakeBridge({}, 1),
  many: () => fakeBridge({}, 2000),
}
