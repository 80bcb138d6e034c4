/**
 * SQL: what a snapshot must still be at its place on the server. After a restore from a backup the number may be missing or belong to another
 * snapshot, and the same snapshot published again has another time.
 */
export const serverMark = `encode(sha256, 'hex') || ' ' || (extract(epoch FROM published_at) * 1000000)::bigint`
