import { expect, test } from 'vitest'
import { pictureName } from '../../../src/renderer/components/chart-picture.ts'
import { routes } from '../../../src/shared/contract/routes.ts'

test.each([
  ['Reported users', 'reported-users'],
  // Its small letter is two characters, and the second is no letter.
  ['İstanbul E3', 'i-stanbul-e3'],
  // The eightieth character is half of a letter.
  [`${'a'.repeat(79)}𝒳`, 'a'.repeat(79)],
  ['€', 'chart'],
])('a chart’s title %j is a file’s name that the host takes', (title, name) => {
  expect(pictureName(title)).toBe(name)
  expect(routes['exports.picture'].input.safeParse({ name, png: '' }).success).toBe(true)
})
