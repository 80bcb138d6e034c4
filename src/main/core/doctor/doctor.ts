/** Checks this machine and data folder, with a next step for each problem. Opens files read-only where possible. */
import type { Clock } from '../base/clock.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { Check, NetworkFacts } from './check.ts'
import { checkClock, checkHistory, checkLock, checkSecondFolder } from './history-checks.ts'
import { checkCertificates, checkDataFolder, checkKeychain, checkNode, checkProxy, checkSqlite } from './machine-checks.ts'

/** Input for the checks. */
export interface DoctorDeps {
  dataDir: string
  clock: Clock
  secrets: SecretStore
  network: NetworkFacts
}

/** Runs every check. A failed check does not stop the others. */
export async function runChecks(deps: DoctorDeps): Promise<Check[]> {
  const now = deps.clock.now()
  const history = checkHistory(deps.dataDir, now)
  return [
    checkNode(),
    checkSqlite(),
    checkDataFolder(deps.dataDir),
    await checkKeychain(deps.secrets, history.keychainConnections),
    checkLock(deps.dataDir),
    history.check,
    await checkSecondFolder(deps.dataDir, history, now),
    checkClock(now, history),
    checkProxy(deps.network),
    checkCertificates(deps.network),
  ]
}
