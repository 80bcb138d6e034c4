import { expect, test } from 'vitest'
import { mainLicences } from '../../../../src/renderer/features/presence/main-licences.ts'

const set = (...names: string[]) => ({ skuIds: names.map((name) => `id-${name}`), names })
const person = (id: string, cells: (number | null)[]) => ({
  id,
  displayName: null,
  userPrincipalName: null,
  accountEnabled: null,
  kind: 'changed' as const,
  cells,
})

test('a set has the colour of its licence that most people hold; licences are ordered by how many cells they colour', () => {
  const sets = [set('Fabric', 'E3'), set('E3'), set('E5'), set()]
  const people = [person('a', [0, 0, null]), person('b', [1, 1, 1]), person('c', [2, 3, 3])]
  expect(mainLicences({ sets, people })).toEqual({
    licences: [
      { skuId: 'id-E3', name: 'E3' },
      { skuId: 'id-E5', name: 'E5' },
    ],
    ofSet: [0, 0, 1, null],
  })
})
