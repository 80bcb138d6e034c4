/** Parses a vendor's response. Errors say what was received instead, but never quote it: it may hold personal data. */
import type { Warning } from '../../../shared/contract/errors.ts'
import { isJsonObject, type JsonObject } from '../../../shared/domain/json.ts'
import { AppError } from '../base/errors.ts'
import { type Loss, scanJson } from './scan-json.ts'

/** How deep arrays and objects may be nested. */
const maxDepth = 64

/** A payload, and what parsing lost of the received bytes. */
export interface ReadAnswer {
  payload: JsonObject
  /** If not empty, the received bytes must be kept. */
  losses: Loss[]
}

/** Parses a response strictly. Throws `NOT_JSON`, `ANSWER_INCOMPLETE`, `TOO_DEEP`, `UNREADABLE_ANSWER`. */
export function readAnswer(bytes: Uint8Array): ReadAnswer {
  const text = decode(bytes)
  if (text.trim() === '') throw notJson('The vendor’s response is empty.')
  const scan = scanJson(text, maxDepth)
  if (scan.depth > maxDepth) {
    throw new AppError('TOO_DEEP', `The vendor’s response is nested more than ${maxDepth} levels deep, unlike any known report. ${kept}`)
  }
  const payload = parse(text, scan.complete)
  if (!isJsonObject(payload)) {
    throw new AppError('UNREADABLE_ANSWER', `The vendor’s response is JSON, but not an object. ${kept}`)
  }
  return { payload, losses: [...scan.losses] }
}

/** The warning about losses. */
export function notCanonical(losses: Loss[]): Warning {
  return {
    code: 'NOT_CANONICAL',
    message: `The response contains values that parsing cannot represent exactly (${losses.join(', ')}). The received bytes are stored with the snapshot.`,
    data: { losses },
  }
}

const kept =
  'Nothing was recorded; the beginning of the response is stored with this run. Collect again, and contact the vendor if it happens again.'

const notJson = (what: string) => new AppError('NOT_JSON', `${what} ${kept}`)

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // The decoder's error says no more than this.
    throw notJson('The vendor’s response is not valid UTF-8 text.')
  }
}

function parse(text: string, complete: boolean): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's error quotes the answer, which may hold personal data.
    if (/^\s*</.test(text)) {
      throw notJson(
        'The response is a web page (HTML), for example from a proxy or a sign-in page. Check the connection’s address and the proxy.',
      )
    }
    if (!complete) throw new AppError('ANSWER_INCOMPLETE', `The vendor’s response is cut off. ${kept}`)
    throw notJson('The vendor’s response is not JSON.')
  }
}
