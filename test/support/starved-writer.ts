/** A process with little memory (set by the caller with `--max-old-space-size`): writes something small, something too large, and something small again. */
import { openWriter } from '../../src/main/core/writer/writer.ts'
import { firstDay } from './test-connections.ts'

const [dataDir = ''] = process.argv.slice(2)
const writer = await openWriter(dataDir, { now: firstDay })
const connection = await writer.call('connection.add', {
  name: 'MSP',
  provider: 'petra',
  config: '{}',
  at: firstDay,
  secretKind: 'session',
  secretEnv: null,
})
const record = (bytes: Uint8Array) =>
  writer.call('snapshot.record', {
    runId: null,
    connectionId: connection.id,
    tenantId: null,
    dataset: 'petra.usage',
    asked: { externalId: null, microsoftTenantId: null },
    observedAt: firstDay,
    bytes,
  })
const small = () => Buffer.from('{"asOf":"2026-01-31","tenants":[{"petraTenantId":"T1"}]}')
await record(small())
const large = Buffer.from(`{"tenants":[{}${',{}'.repeat(400_000)}]}`)
const waiting = record(small())
const starved = await record(large).catch((error: unknown) => error)
const after = await record(small())
await waiting
await writer.close()
process.stdout.write(JSON.stringify({ code: starved instanceof Error && 'code' in starved ? starved.code : null, after }))
