/** Answers of `team.*`. */
import type { ErrorShape } from './errors.ts'

/** A machine of the team. */
export interface TeamMachine {
  name: string
  /** Whether it is this data folder. */
  here: boolean
  snapshots: number
  lastPublishedAt: string | null
}

/** Which machine may currently request from a connection's vendor. */
export interface TeamLease {
  connection: string
  machine: string
  here: boolean
  until: string
}

/** The team that this data folder belongs to. */
export interface TeamAnswer {
  /** Without a password. */
  url: string
  connectedAt: string
  /** When publishing and pulling last succeeded; null if they never did. */
  syncedAt: string | null
  /** Why publishing or pulling currently fails, and since when; null while both work. */
  problem: (ErrorShape & { since: string }) | null
  /** Snapshots that wait to be published. */
  waiting: number
  /** Unsettled conflicts between decisions. */
  conflicts: number
  /** Snapshots of the team that could not be recorded here. */
  refused: { seq: number; message: string }[]
  /** What the server reports; null if it does not answer. */
  server: {
    version: string
    snapshots: number
    /** Snapshots that are not pulled yet. */
    behind: number
    /** Bytes of the team's tables with their indexes. */
    bytes: number
    machines: TeamMachine[]
    leases: TeamLease[]
  } | null
}

/** What a test of an address found before joining; nothing was changed there. */
export interface TeamCheck {
  /** What joining does to the team's tables: creates them, updates those of an older version, or uses them as they are. */
  tables: 'create' | 'update' | 'use'
  /** Of PostgreSQL. */
  version: string
  /** Whether the connection is encrypted; not always so on this machine itself. */
  tls: boolean
  user: string
  /** Snapshots on the server. */
  snapshots: number
  /** Names of the machines that take part. */
  machines: string[]
  /** Snapshots of this history, which joining publishes. */
  here: number
}

/** The result of one round of publishing and pulling. */
export interface TeamSynced {
  published: number
  pulled: number
  /** Decisions that were sent or applied. */
  decided: number
}

/** Two people decided the same thing before seeing each other's decision. Theirs is in force. */
export interface TeamConflict {
  id: number
  /** Such as `rule` or `approval`. */
  kind: string
  /** What it is about, as shown to users. */
  subject: string
  mine: TeamDecided
  theirs: TeamDecided
}

/** One side of a conflict. */
export interface TeamDecided {
  /** JSON; null if the decision was withdrawn. */
  value: unknown
  by: string
  at: string
}
