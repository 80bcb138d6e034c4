import { expect, test } from 'vitest'
import { fitting, type PaletteItem } from '../../../../src/renderer/features/palette/palette-items.ts'

const item = (group: PaletteItem['group'], name: string, detail?: string): PaletteItem => ({
  id: `${group} ${name}`,
  group,
  icon: 'search',
  name,
  ...(detail ? { detail } : {}),
  run: () => {},
})
const items = [
  item('Tenants', 'North Overview Ltd', 'Petra'),
  item('Screens', 'Overview'),
  item('Licences', 'Office 365 E3', 'ENTERPRISEPACK'),
  item('Tenants', 'Overton Schools'),
]

test('every typed word must be in the name or its detail, in any order and case', () => {
  expect(fitting(items, 'e3 OFFICE', 5).map((each) => each.name)).toEqual(['Office 365 E3'])
  expect(fitting(items, 'enterprisepack', 5).map((each) => each.name)).toEqual(['Office 365 E3'])
})

test('groups keep their order, and names that start with the text come first in theirs', () => {
  expect(fitting(items, 'over', 5).map((each) => each.name)).toEqual(['Overview', 'Overton Schools', 'North Overview Ltd'])
})

test('a group shows no more than its share', () => {
  expect(fitting(items, 'over', 1).map((each) => each.name)).toEqual(['Overview', 'Overton Schools'])
})
