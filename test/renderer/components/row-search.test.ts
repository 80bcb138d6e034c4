import { afterEach, expect, test, vi } from 'vitest'
import { rowSearch } from '../../../src/renderer/components/row-search.ts'

interface Row {
  name: string
  holders: string
}

const rows: Row[] = [
  { name: 'Łódź Clinics', holders: '1,204' },
  { name: 'Alder Valley', holders: '12' },
]

const searchOf = (textsOf: (row: Row) => string[]) => {
  const search = rowSearch<Row>()
  search.setTexts(textsOf)
  return search
}

afterEach(() => vi.unstubAllGlobals())

test('matches every word in any order and case in the displayed texts', () => {
  const search = searchOf((row) => [row.name, row.holders])
  const found = (text: string) => {
    search.setQuery(text)
    return rows.filter(search.matches).map((row) => row.name)
  }
  expect(found('12 alder')).toEqual(['Alder Valley'])
  expect(found('ŁÓDŹ')).toEqual(['Łódź Clinics'])
  expect(found('1,204')).toEqual(['Łódź Clinics'])
  expect(found('clinics 12')).toEqual([])
  expect(search.isActive()).toBe(true)
  expect(found('  ')).toHaveLength(2)
  expect(search.isActive()).toBe(false)
})

test('does not match across columns', () => {
  const search = searchOf((row) => [row.name, row.holders])
  search.setQuery('valley12')
  expect(rows.some(search.matches)).toBe(false)
})

test('searches the new texts after the columns change', () => {
  const search = searchOf((row) => [row.name, row.holders])
  search.setQuery('12')
  expect(rows.filter(search.matches)).toHaveLength(1)
  search.setTexts((row) => [row.name])
  expect(rows.filter(search.matches)).toHaveLength(0)
})

test('caches texts once while the page is idle, and adds rows that come later', () => {
  const idle: IdleRequestCallback[] = []
  vi.stubGlobal('requestIdleCallback', (work: IdleRequestCallback) => idle.push(work))
  vi.stubGlobal('cancelIdleCallback', () => {})
  let made = 0
  const search = searchOf((row) => {
    made += 1
    return [row.name]
  })
  search.prepare(rows)
  while (idle.length > 0) idle.shift()?.({ didTimeout: false, timeRemaining: () => 10 })
  expect(made).toBe(2)
  search.setQuery('alder')
  const later = { name: 'Alder Coast', holders: '1' }
  expect([...rows, later].filter(search.matches)).toHaveLength(2)
  expect(made).toBe(3)
})

test('computes texts with the first key in a browser without idle callbacks', () => {
  vi.stubGlobal('requestIdleCallback', undefined)
  const search = searchOf((row) => [row.name])
  search.prepare(rows)()
  search.setQuery('alder')
  expect(rows.filter(search.matches)).toHaveLength(1)
})
