import { defineConfig } from 'drizzle-kit'

/** The team's tables on PostgreSQL: `npx drizzle-kit generate --config drizzle-pg.config.ts --name WHAT`. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/main/core/team/schema.ts',
  out: './drizzle-pg',
  casing: 'snake_case',
})
