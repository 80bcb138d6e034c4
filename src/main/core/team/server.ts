/** Everything that needs the PostgreSQL client and the team's schema, as one module that is loaded when it is first needed. */

export { monthsWithFigures } from './bi-rows.ts'
export { checkTeam } from './check.ts'
export { openTeamDb } from './client.ts'
export { migrateTeam } from './migrate.ts'
export { publishFigures } from './publish-figures.ts'
export { enterTeam, openStoredTeam, readTeamId } from './session.ts'
export { teamStatus } from './status.ts'
export { emptyMemory, runRound } from './sync.ts'
