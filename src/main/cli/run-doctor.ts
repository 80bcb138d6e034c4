import { systemClock } from '../core/base/clock.ts'
import { historyFile } from '../core/database/files.ts'
import { tryUnlock } from '../core/database/unlock.ts'
import type { Check } from '../core/doctor/check.ts'
import { runChecks } from '../core/doctor/doctor.ts'
import { createSecretStore } from '../core/secrets/keychain-store.ts'
import { networkFacts } from './network.ts'
import type { Terminal } from './terminal.ts'

/** Runs the doctor's checks without opening the history for writing, so that it works when nothing else does. */
export async function runDoctor({ dataDir, env, keyEnv }: Terminal): Promise<Check[]> {
  const secrets = createSecretStore()
  await tryUnlock([historyFile(dataDir)], { secrets, env, keyEnv })
  return runChecks({ dataDir, clock: systemClock, secrets, network: networkFacts(env) })
}
