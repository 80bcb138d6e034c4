/** Files made for the page: written to a folder that only this user can read, downloaded once, then deleted. */
import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { SaveAs } from '../core/api/product.ts'
import { ownPrefix, removeAbandoned } from '../core/base/abandoned-files.ts'

/** Prepared downloads of the browser host. */
export interface Downloads {
  /** For `createApp`: prepares a download. */
  saveAs: SaveAs
  /** The bytes of a prepared download, once; null if there is none with this id. The file is deleted when it has been read. */
  take(id: string): Promise<ReadableStream | null>
  /** Deletes downloads that were not fetched. */
  clear(): Promise<void>
}

const prefix = 'seatledger-download'

/** Creates the downloads of one host. The first download removes those left behind by a killed host. */
export function createDownloads(): Downloads {
  const folders = new Map<string, string>()
  const fileIn = (folder: string) => join(folder, 'file')
  const remove = (folder: string) => rm(folder, { recursive: true, force: true })
  return {
    async saveAs(suggestedName, write) {
      await removeAbandoned(tmpdir(), prefix)
      const folder = await mkdtemp(join(tmpdir(), ownPrefix(prefix)))
      try {
        await write(fileIn(folder), { force: false })
      } catch (error) {
        await remove(folder)
        throw error
      }
      const id = randomBytes(16).toString('base64url')
      folders.set(id, folder)
      return { saved: true, name: suggestedName, folder: null, download: id }
    },
    async take(id) {
      const folder = folders.get(id)
      if (folder === undefined) return null
      folders.delete(id)
      const bytes = createReadStream(fileIn(folder))
      bytes.once('close', () => void remove(folder))
      return Readable.toWeb(bytes) as ReadableStream
    },
    async clear() {
      await Promise.all([...folders.values()].map(remove))
      folders.clear()
    },
  }
}
