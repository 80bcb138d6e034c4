import { AppError } from '../base/errors.ts'

/**
 * A credential as it can be sent, trimmed. A stray line break or quote is rejected here: the vendor's refusal would not name it, and the HTTP
 * library's error would contain the credential. `name` names it: "Petra API key".
 */
export function usableSecret(secret: string, name: string): string {
  const trimmed = secret.trim()
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed
  throw new AppError(
    'UNAUTHORIZED',
    `The ${name} is empty or contains characters that are not allowed in it. Copy it again; to replace it in an existing connection, use \`seatledger credential\`.`,
  )
}
