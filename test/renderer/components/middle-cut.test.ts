import { expect, test } from 'vitest'
import { endOf } from '../../../src/renderer/components/middle-cut.tsx'

test('the last words of a name are not cut', () => {
  expect(endOf('Genesys Cloud CX 1')).toBe('Cloud CX 1')
  expect(endOf('Genesys Cloud BYOC Cloud')).toBe('BYOC Cloud')
  expect(endOf('Genesys Cloud Communicate User')).toBe('User')
  expect(endOf('GC-170-NV-EXBYOC')).toBe('')
  expect(endOf('Storage Subscription')).toBe('')
})
