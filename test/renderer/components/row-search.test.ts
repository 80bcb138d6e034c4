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
  search.lookThrough(textsOf)
  return search
}

afterEach(() => vi.unstubAllGlobals())

test('every word is looked for, in any order and any case, in what is shown', () => {
  const search = searchOf((row) => [row.name, row.holders])
  const found = (text: string) => {
    search.lookFor(text)
    return rows.filter(search.fits).map((row) => row.name)
  }
  expect(found('12 alder')).toEqual(['Alder Valley'])
  expect(found('ŁÓDŹ')).toEqual(['Łódź Clinics'])
  expect(found('1,204')).toEqual(['Łódź Clinics'])
  expect(found('clinics 12')).toEqual([])
  expect(search.active()).toBe(true)
  expect(found('  ')).toHaveLength(2)
  expect(search.active()).toBe(false)
})

test('words do not reach over from one column into the next', () => {
  const search = searchOf((row) => [row.name, row.holders])
  search.lookFor('valley12')
  expect(rows.some(search.fits)).toBe(false)
})

test('with other columns the same words are looked for in those', () => {
  const search = searchOf((row) => [row.name, row.holders])
  search.lookFor('12')
  expect(rows.filter(search.fits)).toHaveLength(1)
  search.lookThrough((row) => [row.name])
  expect(rows.filter(search.fits)).toHaveLength(0)
})

test('the texts are made while the page is idle, once, and a row that came later is read as well', () => {
  const idle: IdleRequestCallback[] = []
  vi.stubGlobal('requestIdleCallback', (work: IdleRequestCallback) => idle.push(work))
  vi.stubGlobal('cancelIdleCallback', () => {})
  let made = 0
  const search = searchOf((row) => {
    made += 1
    return [row.name]
  })
  const then = vi.fn()
  search.prepare(rows, then)
  idle.shift()?.({ didTimeout: false, timeRemaining: () => 10 })
  expect(then).not.toHaveBeenCalled()
  while (idle.length > 0) idle.shift()?.({ didTimeout: false, timeRemaining: () => 10 })
  expect(then).toHaveBeenCalledOnce()
  expect(made).toBe(2)
  search.lookFor('alder')
  const later = { name: 'Alder Coast', holders: '1' }
  expect([...rows, later].filter(search.fits)).toHaveLength(2)
  expect(made).toBe(3)
})

test('a browser without idle time makes the texts with the first key', () => {
  vi.stubGlobal('requestIdleCallback', undefined)
  const search = searchOf((row) => [row.name])
  search.prepare(rows, () => {})()
  search.lookFor('alder')
  expect(rows.filter(search.fits)).toHaveLength(1)
})
