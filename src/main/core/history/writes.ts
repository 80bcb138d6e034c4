/** Every write there is, by name; the writer's worker runs them. Each area keeps its own beside its reads. */
export const writes = {} as const

/** The table of writes. */
export type Writes = typeof writes
