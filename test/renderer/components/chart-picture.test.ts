import { expect, test } from 'vitest'
import { pictureName } from '../../../src/renderer/components/chart-picture.ts'
import { routes } from '../../../src/shared/contract/routes.ts'

test.each([
  ['Reported users', 'reported-users'],
  // Its lower case has two characters, of which the second is not a letter.
  ['İstanbul E3', 'i-stanbul-e3'],
  // The eightieth character is half of a surrogate pair.
  [`${'a'.repeat(79)}𝒳`, 'a'.repeat(79)],
  ['€', 'chart'],
])('the chart title %j gives a file name that the host accepts', (title, name) => {
  expect(pictureName(title)).toBe(name)
  expect(routes['exports.picture'].input.safeParse({ name, png: '' }).success).toBe(true)
})
