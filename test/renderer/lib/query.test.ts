import { expect, test, vi } from 'vitest'
import { createQueryClient } from '../../../src/renderer/lib/query.ts'

test('the input of a change, which may contain a credential, is not cached', async () => {
  const client = createQueryClient()
  const changes = client.getMutationCache()
  await changes.build(client, { mutationFn: async () => {} }).execute({ secret: { value: 'typed' } } as never)
  await vi.waitFor(() => expect(changes.getAll()).toEqual([]))
})
