import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options } from '@electron/fuses'
import { describe, expect, it } from 'vitest'
import config from '../../electron-builder.config.ts'
import { appUserModelId } from '../../src/main/shell/app-identity.ts'

const root = join(import.meta.dirname, '..', '..')

describe('packaging', () => {
  it('configures every fuse that the tool knows', () => {
    const known = Object.keys(FuseV1Options)
      .filter((name) => Number.isNaN(Number(name)))
      .map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`)
    expect(Object.keys(config.electronFuses ?? {}).sort()).toEqual([...known, 'resetAdHocDarwinSignature'].sort())
  })

  it('prevents running other code with the application', () => {
    expect(config.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      grantFileProtocolExtraPrivileges: false,
    })
  })

  it('uses the same app id on Windows as its installer', () => {
    expect(config.appId).toBe(appUserModelId)
  })

  it('has only dependencies that cannot be bundled', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
    expect(Object.keys(dependencies).sort()).toEqual(['better-sqlite3', 'keytar'])
  })
})
