/** The similarity of two names, for suggestions that the user confirms. */
import { nameKey } from '../invoices/customers.ts'

/** A suggested candidate, with the reason. */
export interface Suggestion<T> {
  value: T
  name: string
  because: string
}

const legalForms = new Set(
  'ag bv co company corp corporation gbr gmbh group holding inc incorporated kft kg limited llc llp lp ltd nv ohg oy plc pty sa sarl sas se sl spa srl the und and'.split(
    ' ',
  ),
)
/** Invoices' abbreviations of Microsoft's names. */
const inFull: Record<string, string[]> = { m365: ['microsoft', '365'], o365: ['office', '365'], ms: ['microsoft'] }
const most = 3
const least = 0.6

interface Named<T> {
  value: T
  name: string
}

interface Prepared<T> extends Named<T> {
  words: string[]
  pairs: Set<string>
}

/** Returns a function that gives the candidates most similar to a name: at most three, the best first. */
export function suggester<T>(candidates: readonly Named<T>[]): (name: string) => Suggestion<T>[] {
  const all = candidates.map((candidate) => prepare(candidate))
  return (name) => {
    const wanted = prepare({ value: null, name })
    if (wanted.words.length === 0) return []
    return all
      .flatMap((candidate) => {
        const found = likeness(wanted, candidate)
        return found === null ? [] : [{ candidate, ...found }]
      })
      .sort((a, b) => b.score - a.score || (a.candidate.name < b.candidate.name ? -1 : 1))
      .slice(0, most)
      .map(({ candidate: { value, name: named }, because }) => ({ value, name: named, because }))
  }
}

function prepare<T>({ value, name }: Named<T>): Prepared<T> {
  const words = nameKey(name)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !legalForms.has(word))
    .flatMap((word) => inFull[word] ?? [word])
  const joined = words.join('')
  return {
    value,
    name,
    words,
    pairs: new Set(Array.from(joined).flatMap((_, at) => (at + 2 <= joined.length ? [joined.slice(at, at + 2)] : []))),
  }
}

function likeness(a: Prepared<unknown>, b: Prepared<unknown>): { score: number; because: string } | null {
  if (b.words.length === 0) return null
  if (a.words.join(' ') === b.words.join(' ')) return { score: 3, because: 'the same name except for legal form, accents or punctuation' }
  const [short, long] = a.words.length <= b.words.length ? [a, b] : [b, a]
  if (short.words.join('').length >= 3 && short.words.every((word) => long.words.includes(word)))
    return { score: 1 + short.words.length / long.words.length, because: 'all words of one name are in the other' }
  const common = [...a.pairs].filter((pair) => b.pairs.has(pair)).length
  const score = (2 * common) / (a.pairs.size + b.pairs.size)
  return score >= least ? { score, because: 'a similar name' } : null
}
