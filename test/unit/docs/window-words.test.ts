import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inWindow } from '../../../src/shared/domain/window-words.ts'

const core = new URL('../../../src/main/', import.meta.url)

/**
 * Only shown in a terminal: `doctor`, the commands that `close` names, why a history or the browser host cannot be opened, and the evidence pack,
 * whose readers have neither.
 */
const terminalOnly = [
  /^core\/doctor\//,
  /^core\/closing\/checklist\.ts$/,
  /^core\/maintenance\/open\.ts$/,
  /^core\/database\/connect\.ts$/,
  /^core\/export\/evidence-(?!export)/,
  /^web\/(?!server)/,
]

/** A command, an option or a part of the system that the window does not have. */
const ofTheTerminal = /`[^`]*`|\bseatledger [a-z]|(?:^|\s|\()--[a-z]|D-?Bus|\bdoctor\b/

/** Every text in quotes or backticks of a file, without comments and without interpolated values. */
function texts(source: string): string[] {
  const code = source.replace(/^\s*(?:\/\*\*?|\*|\/\/).*$/gm, '')
  const strings = [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'/g)].map(([, text]) => text!)
  const templates = [...code.matchAll(/`((?:[^`\\]|\\.)*)`/g)].map(([, text]) => text!)
  return [...strings, ...templates.map((text) => text.replaceAll('\\`', '`').replace(/\$\{[^}]*\}/g, 'X'))]
}

it('no message of the core shows a terminal step in the window', () => {
  const found = globSync(['core/**/*.ts', 'bridge/**/*.ts', 'web/**/*.ts'], { cwd: core })
    .filter((file) => !terminalOnly.some((pattern) => pattern.test(file)))
    .flatMap((file) =>
      texts(readFileSync(new URL(file, core), 'utf8'))
        // Only sentences: SQL and addresses are not shown.
        .filter((text) => /^[A-Z“"X].* .*[.…]|^no .* \(/s.test(text) && ofTheTerminal.test(text))
        .map((text) => ({ file, text })),
    )
  expect(found.length).toBeGreaterThan(20)
  expect(found.map(({ text }) => inWindow(text)).filter((text) => ofTheTerminal.test(text))).toEqual([])
})

it('replaces it by the window’s own step', () => {
  expect(inWindow('This key may not list tenants: add them manually with `seatledger tenants add`.')).toBe(
    'This key may not list tenants: add them in Settings.',
  )
  expect(inWindow('The data folder /data cannot be created or used. Choose another one with --data-dir.')).toBe(
    'The data folder /data cannot be created or used. Start Seatledger with another data folder.',
  )
  expect(inWindow('Every connection is paused.')).toBe('Every connection is paused.')
})
