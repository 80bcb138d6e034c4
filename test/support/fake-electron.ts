/** The parts of an Electron distribution that electron-builder needs for packaging, without downloading the real one. */
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** What @electron/fuses looks for in a binary: a sentinel, the version of the fuse wire, its length, and Electron's defaults. */
const fuseWire = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9]), Buffer.from('101100011')])

const plist = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>Electron</string></dict></plist>
`

const filesOf: Record<'linux' | 'darwin' | 'win32', Record<string, string | Buffer>> = {
  linux: { electron: fuseWire },
  win32: { 'electron.exe': fuseWire },
  darwin: {
    'Electron.app/Contents/Info.plist': plist,
    'Electron.app/Contents/MacOS/Electron': 'binary',
    'Electron.app/Contents/Resources/electron.icns': '',
    'Electron.app/Contents/Frameworks/Electron Framework.framework/Electron Framework': fuseWire,
    'Electron.app/Contents/Frameworks/Electron Helper.app/Contents/Info.plist': plist,
    'Electron.app/Contents/Frameworks/Electron Helper.app/Contents/MacOS/Electron Helper': 'binary',
  },
}

/** Writes it as a zip file, like an Electron release. */
export async function writeFakeElectron(zipFile: string, platform: 'linux' | 'darwin' | 'win32'): Promise<void> {
  const zip = new ZipFile()
  const files = { ...filesOf[platform], LICENSE: 'Electron’s licence', 'LICENSES.chromium.html': 'Chromium’s licences' }
  for (const [path, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), path, { mode: 0o100755 })
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(zipFile))
}
