import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../../../../src/shared/domain/decode-text.ts'

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const utf16be = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16())
const french = 'Product_Display_Name\r\nDéfense – Prémium\r\n'

describe('line H: a text file', () => {
  it.each<[string, Uint8Array, string]>([
    ['utf-8', new TextEncoder().encode(french), french],
    ['utf-8', new TextEncoder().encode(`\ufeff${french}`), french],
    ['utf-8', new Uint8Array(), ''],
    ['utf-16le', Buffer.from(`\ufeff${french}`, 'utf16le'), french],
    ['utf-16le', Buffer.from(french, 'utf16le'), french],
    ['utf-16be', utf16be(`\ufeff${french}`), french],
    ['utf-16be', utf16be(french), french],
    ['windows-1252', latin1('D\xe9fense \x96 Pr\xe9mium, \x80 5, \x93quoted\x94, cr\xe9\xe9e'), 'Défense – Prémium, € 5, “quoted”, créée'],
  ])('in %s is decoded', (encoding, bytes, text) => {
    expect(decodeText(bytes)).toEqual({ text, encoding })
  })

  it.each<[string, Uint8Array, string]>([
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]), 'UTF-32'],
    ['UTF-16 that breaks off', Buffer.from('\ufeffab', 'utf16le').subarray(0, 5), 'UTF-16LE'],
    ['UTF-8 with an invalid character', latin1(`${Buffer.from(french).toString('latin1')}\xe9`), 'UTF-8 with 1 invalid character.'],
    ['windows-1251', latin1('\xc7\xe0\xf9\xe8\xf2\xe0'), 'neither'],
    ['Shift JIS', latin1('\x83\x89\x83\x43\x83\x5a\x83\x93\x83\x58 \x81\x40'), 'neither'],
    ['none: a picture', Buffer.from('\u0089PNG\r\n\u001a\n\0\0\0\rIHDR', 'latin1'), 'neither'],
  ])('in %s is refused by name, with the next step', (_, bytes, named) => {
    expect(decodeText(bytes)).toEqual({ problem: expect.stringContaining(named) })
    expect(decodeText(bytes)).toEqual({ problem: expect.stringContaining('Save it as UTF-8') })
  })

  it('never gets characters that it did not contain', () => {
    // UTF-16 that begins with NUL has the byte order mark of UTF-32.
    const anyText = fc.uint16Array().map((units) => `x${String.fromCharCode(...units)}`.toWellFormed())
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeText(new TextEncoder().encode(`\ufeff${text}`))).toEqual({ text, encoding: 'utf-8' })
        expect(decodeText(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual({ text, encoding: 'utf-16le' })
        expect(decodeText(utf16be(`\ufeff${text}`))).toEqual({ text, encoding: 'utf-16be' })
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const decoded = decodeText(bytes)
        if ('text' in decoded && decoded.encoding === 'windows-1252') expect(decoded.text).not.toContain('\ufffd')
      }),
    )
  })
})
