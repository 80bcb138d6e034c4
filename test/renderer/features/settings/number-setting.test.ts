import { expect, test } from 'vitest'
import { numberEntered } from '../../../../src/renderer/features/settings/number-setting.tsx'

test('what is set is what the field shows once it is left', () => {
  expect(numberEntered('48 h', 1, 168)).toBe(48)
  expect(numberEntered('999 h', 1, 168)).toBe(168)
  expect(numberEntered('0 h', 1, 168)).toBe(1)
  expect(numberEntered('', 1, 168)).toBe(null)
})
