/** All writes of the team. */
import { teamDecisionWrites } from './decisions.ts'
import { directoryWrites } from './directory.ts'
import { incomingWrites } from './incoming.ts'
import { localTeamWrites } from './local-state.ts'
import { outgoingWrites } from './outgoing.ts'

/** The writes of this folder. */
export const teamWrites = { ...localTeamWrites, ...teamDecisionWrites, ...directoryWrites, ...outgoingWrites, ...incomingWrites }
