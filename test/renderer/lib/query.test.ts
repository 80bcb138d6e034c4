import { expect, test, vi } from 'vitest'
import { createQueryClient } from '../../../src/renderer/lib/query.ts'

test('what was sent with a change is forgotten with it: it may have been a credential', async () => {
  const client = createQueryClient()
  const changes = client.getMutationCache()
  await changes.build(client, { mutationFn: async () => {} }).execute({ secret: { value: 'typed' } } as never)
  await vi.waitFor(() => expect(changes.getAll()).toEqual([]))
})
