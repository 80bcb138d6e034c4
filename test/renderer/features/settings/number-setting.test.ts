import { expect, test } from 'vitest'
import { numberEntered } from '../../../../src/renderer/features/settings/number-setting.tsx'

test('the saved number is clamped like the field on blur', () => {
  expect(numberEntered('48 h', 1, 168)).toBe(48)
  expect(numberEntered('999 h', 1, 168)).toBe(168)
  expect(numberEntered('0 h', 1, 168)).toBe(1)
  expect(numberEntered('', 1, 168)).toBe(null)
})
