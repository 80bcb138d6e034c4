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

test('groups keep their order, and within a group names that start with the text come first', () => {
  expect(fitting(items, 'over', 5).map((each) => each.name)).toEqual(['Overview', 'Overton Schools', 'North Overview Ltd'])
})

test('each group is limited', () => {
  expect(fitting(items, 'over', 1).map((each) => each.name)).toEqual(['Overview', 'Overton Schools'])
})

test('items found by hidden words come after those that show the text; the group with the best match is first', () => {
  const prices = { ...item('Actions', 'Set prices'), words: 'cost currency' }
  const licences = { ...item('Screens', 'Licences'), words: 'seats price cost' }
  expect(fitting([licences, prices], 'price', 5).map((each) => each.name)).toEqual(['Set prices', 'Licences'])
  expect(fitting([licences, prices], 'cost', 5).map((each) => each.name)).toEqual(['Licences', 'Set prices'])
  expect(fitting([licences, prices], 'seats', 5).map((each) => each.name)).toEqual(['Licences'])
})

test('a tenant’s further screens are only found with the screen’s name', () => {
  const tenant = item('Tenants', 'Overton Schools')
  const trends = { ...item('Tenants', 'Overton Schools', 'Trends'), only: 'trends' }
  expect(fitting([tenant, trends], 'overton', 5)).toEqual([tenant])
  expect(fitting([tenant, trends], 'overton tre', 5)).toEqual([trends])
})
