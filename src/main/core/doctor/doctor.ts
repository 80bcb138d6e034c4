/** What is in order on this machine and what is not, each with what to do. It opens nothing for writing that it does not need to. */
import type { Clock } from '../base/clock.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { Check, NetworkFacts } from './check.ts'
import { checkClock, checkHistory, checkLock } from './history-checks.ts'
import { checkCertificates, checkDataFolder, checkKeychain, checkNode, checkProxy, checkSqlite } from './machine-checks.ts'

/** What the doctor looks at. */
export interface DoctorDeps {
  dataDir: string
  clock: Clock
  secrets: SecretStore
  network: NetworkFacts
}

/** Runs every check; none of them can end the others. */
export async function examine(deps: DoctorDeps): Promise<Check[]> {
  const now = deps.clock.now()
  const history = checkHistory(deps.dataDir, now)
  return [
    checkNode(),
    checkSqlite(),
    checkDataFolder(deps.dataDir),
    await checkKeychain(deps.secrets, history.keychainConnections),
    checkLock(deps.dataDir),
    history.check,
    checkClock(now, history),
    checkProxy(deps.network),
    checkCertificates(deps.network),
  ]
}
