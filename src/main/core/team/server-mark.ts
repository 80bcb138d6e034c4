/**
 * SQL: distinguishes a snapshot from any other with the same sequence number. After the server was restored, the number may be missing or belong to
 * another snapshot; the same snapshot published again has another time.
 */
export const serverMark = `encode(sha256, 'hex') || ' ' || (extract(epoch FROM published_at) * 1000000)::bigint`
